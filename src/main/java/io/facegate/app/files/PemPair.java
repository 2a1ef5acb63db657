package io.facegate.app.files;

import io.facegate.integrity.TrustedAuthorities;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** The PEM files of the gateway's TLS certificate chain and private key. */
public final class PemPair {
    private PemPair() {}

    /** Why the authorities of client certificates in a file cannot be used, or null. */
    public static @Nullable String clientAuthoritiesProblem(Path authorities) {
        return authoritiesProblem("--tls-client-ca", authorities, TrustedAuthorities.LARGEST_OF_CLIENTS);
    }

    /** Why the authorities in the file that an option names cannot be used, or null. */
    public static @Nullable String authoritiesProblem(String option, Path authorities) {
        return authoritiesProblem(option, authorities, TrustedAuthorities.LARGEST);
    }

    private static @Nullable String authoritiesProblem(String option, Path authorities, int most) {
        try {
            TrustedAuthorities.trustOnly(TrustedAuthorities.read(authorities, most));
            return null;
        } catch (TrustedAuthorities.TooLarge tooLarge) {
            return option + ' ' + tooLarge.getMessage();
        } catch (IOException | GeneralSecurityException unread) {
            return option + ' ' + authorities + " must hold one or more certificates as PEM.";
        }
    }

    /** Why the pair cannot be used, or null. The text reveals nothing of the key. */
    public static @Nullable String problem(Path certificate, Path key) {
        var vertx = Vertx.vertx();
        try {
            // Read exactly as the server itself will.
            var loaded = new PemKeyCertOptions()
                    .setCertPath(certificate.toAbsolutePath().toString())
                    .setKeyPath(key.toAbsolutePath().toString())
                    .getKeyManagerFactory(vertx);
            return PemKeyMatch.fits(loaded)
                    ? null
                    : "The private key of --tls-key " + key + " is not that of the certificate in --tls-cert "
                            + certificate + '.';
        } catch (Exception unread) {
            return "TLS cannot be set up with --tls-cert " + certificate + " and --tls-key " + key
                    + ": the first must hold a certificate chain as PEM, the second its unencrypted private key.";
        } finally {
            vertx.close();
        }
    }
}
