package io.facegate.app.files;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files with the certificate chain and the private key that a gateway shows over TLS. */
public final class PemPair {
    private PemPair() {}

    /** Why they cannot be shown, in words that tell nothing of the key; or null. */
    public static @Nullable String problem(Path certificate, Path key) {
        var vertx = Vertx.vertx();
        try {
            // As the server itself will read them.
            new PemKeyCertOptions()
                    .setCertPath(certificate.toAbsolutePath().toString())
                    .setKeyPath(key.toAbsolutePath().toString())
                    .getKeyManagerFactory(vertx);
            return null;
        } catch (Exception unread) {
            return "TLS cannot be had with --tls-cert " + certificate + " and --tls-key " + key
                    + ": the one must hold a certificate chain as PEM, the other its private key, not encrypted.";
        } finally {
            vertx.close();
        }
    }
}
