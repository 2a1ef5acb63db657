package io.facegate.identity;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Client certificates (mTLS) as credentials. A certificate is known by the SHA-256 of all of it, so a renewed one is
 * another credential. What proves it is the TLS session alone.
 */
public final class ClientCertificates {
    /** How ids of keys begin that are a certificate. */
    public static final String PREFIX = "FGCT";

    private final IdentityDirectory directory;

    ClientCertificates(IdentityDirectory directory) {
        this.directory = directory;
    }

    /** SHA-256 of a certificate. */
    public static byte[] fingerprint(X509Certificate certificate) throws CertificateEncodingException {
        return Digests.sha256(certificate.getEncoded());
    }

    /** True if a key is a certificate. */
    public static boolean isCertificate(CallerKey key) {
        return key.id().startsWith(PREFIX);
    }

    /** The fingerprint of a key that is a certificate, in lowercase hex. */
    public static String fingerprint(CallerKey key) {
        return HexFormat.of().formatHex(key.apiKeySha256());
    }

    private Optional<CallerKey> find(Credential.Request request) {
        var certificate = request.certificate();
        return certificate == null ? Optional.empty() : directory.certificate(certificate);
    }

    /** The key of a request whose only credential is its client certificate. */
    CallerKey verify(Credential.Request request) {
        return find(request)
                .orElseThrow(() -> new Fault.Unauthenticated(
                        Why.UNKNOWN_KEY, "The client certificate is not registered here, or was revoked."));
    }

    /** Refuses a request whose client certificate is registered for another organisation than its other credential. */
    void requireSameOrganisation(Credential.Request request, VerifiedCredential other) {
        var registered = find(request);
        if (registered.isPresent() && !registered.get().organisation().equals(other.organisation())) {
            throw new Fault.Unauthenticated(
                    Why.UNKNOWN_KEY,
                    "The client certificate and the request's other credential belong to different organisations.");
        }
    }
}
