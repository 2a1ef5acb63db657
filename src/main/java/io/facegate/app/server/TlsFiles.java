package io.facegate.app.server;

import io.facegate.app.files.PemPair;
import io.facegate.call.Digests;
import io.facegate.integrity.TrustedAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of TLS.
 *
 * @param authorities of client certificates; null if clients show none
 */
record TlsFiles(Path certificate, Path key, @Nullable Path authorities) {
    private static final int LARGEST = TrustedAuthorities.LARGEST_OF_CLIENTS;

    /** Changes with each file; a file that cannot be read is one of its states. */
    String digest() {
        return digest(certificate) + digest(key) + (authorities == null ? "" : digest(authorities));
    }

    /** The SHA-256 of a file in hexadecimal. */
    static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(Digests.sha256(in.readNBytes(LARGEST)));
        } catch (IOException unread) {
            return "unread";
        }
    }

    /** Why the files cannot be used together, or null. */
    @Nullable
    String problem() {
        var unfit = PemPair.problem(certificate, key);
        return unfit != null || authorities == null ? unfit : PemPair.clientAuthoritiesProblem(authorities);
    }

    /** When the first of the authorities' certificates ends; null if clients show none. */
    @Nullable
    Instant authoritiesEnd() throws IOException, CertificateException {
        return authorities == null
                ? null
                : TrustedAuthorities.earliestEnd(TrustedAuthorities.read(authorities, LARGEST));
    }

    /** The certificate that callers see. */
    X509Certificate shown() throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(certificate)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
