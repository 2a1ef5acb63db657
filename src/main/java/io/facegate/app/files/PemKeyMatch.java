package io.facegate.app.files;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Tells whether a private key belongs to a certificate, by a signature. */
final class PemKeyMatch {
    /** What signs, by the kind of the certificate's key. The server loads no key of another kind. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte[] SIGNED = new byte[32];

    private PemKeyMatch() {}

    /**
     * False if a key is another certificate's.
     *
     * @param loaded the keys and certificates, as the server has them
     * @throws GeneralSecurityException if they cannot be compared, or there are none
     */
    static boolean fits(KeyManagerFactory loaded) throws GeneralSecurityException {
        int compared = 0;
        for (var manager : loaded.getKeyManagers()) {
            if (manager instanceof X509KeyManager keys) {
                for (var alias : aliases(keys)) {
                    if (!fits(keys, alias)) {
                        return false;
                    }
                    compared++;
                }
            }
        }
        if (compared == 0) {
            throw new UnrecoverableKeyException("no key that can be compared");
        }
        return true;
    }

    private static Iterable<String> aliases(X509KeyManager keys) {
        return SIGNATURES.keySet().stream()
                .map(kind -> keys.getServerAliases(kind, null))
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .distinct()
                .toList();
    }

    private static boolean fits(X509KeyManager keys, String alias) throws GeneralSecurityException {
        var key = keys.getPrivateKey(alias);
        var certificate = Stream.ofNullable(keys.getCertificateChain(alias))
                .flatMap(Arrays::stream)
                .findFirst()
                .map(X509Certificate::getPublicKey);
        if (key == null || certificate.isEmpty()) {
            throw new UnrecoverableKeyException("no key, or no certificate");
        }
        return fits(key, certificate.get());
    }

    private static boolean fits(PrivateKey key, PublicKey certificate) throws GeneralSecurityException {
        var signature = Signature.getInstance(SIGNATURES.get(certificate.getAlgorithm()));
        try {
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] made = signature.sign();
            signature.initVerify(certificate);
            signature.update(SIGNED);
            return signature.verify(made);
        } catch (SignatureException | InvalidKeyException other) {
            return false;
        }
    }
}
