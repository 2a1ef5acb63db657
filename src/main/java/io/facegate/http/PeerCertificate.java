package io.facegate.http;

import io.facegate.identity.ClientCertificates;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The client certificate of a TLS session, which the handshake verified. Nothing else is one: no header is read.
 *
 * @param sha256 of the whole certificate, in lowercase hex
 * @param expires when it ends; a connection may last longer
 */
public record PeerCertificate(String sha256, Instant expires) {
    private static final String KNOWN = PeerCertificate.class.getName();

    /** What a session without one keeps, so that it is asked once. */
    private static final String NONE = "";

    /** SHA-256 of the client's certificate in lowercase hex, or null. */
    static @Nullable String fingerprint(HttpServerRequest request) {
        var found = of(request);
        return found == null ? null : found.sha256;
    }

    /** The certificate that the client itself showed, or null. Read once a session. */
    public static @Nullable PeerCertificate of(HttpServerRequest request) {
        var session = request.isSSL() ? request.sslSession() : null;
        if (session == null) {
            return null;
        }
        var known = session.getValue(KNOWN);
        if (known == null) {
            known = read(session);
            session.putValue(KNOWN, known);
        }
        return known instanceof PeerCertificate found ? found : null;
    }

    private static Object read(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? new PeerCertificate(
                            HexFormat.of().formatHex(ClientCertificates.fingerprint(certificate)),
                            certificate.getNotAfter().toInstant())
                    : NONE;
        } catch (SSLPeerUnverifiedException | CertificateEncodingException none) {
            return NONE;
        }
    }
}
