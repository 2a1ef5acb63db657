package io.facegate.app.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** Tells whether a private key belongs to a certificate, by a signature. */
final class PemKeyMatch {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
    private static final byte[] SIGNED = new byte[32];

    private PemKeyMatch() {}

    /** False if the key is another certificate's. A key of another format or kind is not compared. */
    static boolean fits(Path certificate, Path key) throws IOException {
        var found = PKCS8.matcher(Files.readString(key));
        try (InputStream in = Files.newInputStream(certificate)) {
            var publicKey = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
            var kind = publicKey.getAlgorithm();
            var name = SIGNATURES.get(kind);
            if (!found.find() || name == null) {
                return true;
            }
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
            var signature = Signature.getInstance(name);
            signature.initSign(KeyFactory.getInstance(kind).generatePrivate(encoded));
            signature.update(SIGNED);
            byte[] made = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SIGNED);
            return signature.verify(made);
        } catch (GeneralSecurityException | IllegalArgumentException other) {
            return false;
        }
    }
}
