package io.facegate.vendor.azure.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** A certificate and its RSA private key from one PEM file. */
record EntraCertificate(X509Certificate certificate, PrivateKey key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

    static EntraCertificate read(Path file) throws IOException, GeneralSecurityException {
        var text = Files.readString(file, StandardCharsets.US_ASCII);
        var key = KEY.matcher(text);
        var certificate = CERTIFICATE.matcher(text);
        if (!key.find() || !certificate.find()) {
            throw new IOException("no key, or no certificate");
        }
        var bytes = Base64.getMimeDecoder().decode(key.group(1));
        var read = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(certificate.group().getBytes(StandardCharsets.US_ASCII)));
        return new EntraCertificate(
                (X509Certificate) read, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    }

    /** Omits both. */
    @Override
    public String toString() {
        return "EntraCertificate";
    }
}
