package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates that nobody but a test vouches for. */
public final class SelfSigned {
    private static final String PASSWORD = "for this test only";

    private SelfSigned() {}

    /** A self-signed certificate for that name, also written to {@code vendor.pem} of the folder. */
    public static SSLContext identity(Path folder, String name) throws Exception {
        var store = folder.resolve("vendor.p12");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=vendor", "-ext", "san=" + name, "-validity", "2");
        keytool(
                store,
                "-exportcert",
                "-rfc",
                "-file",
                folder.resolve("vendor.pem").toString());
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** The same as files: the certificate {@code vendor.pem}, which it gives, and its key {@code vendor.key}. */
    public static Path pem(Path folder, String name) throws Exception {
        identity(folder, name);
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("vendor.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var key = keys.getKey("vendor", PASSWORD.toCharArray()).getEncoded();
        Files.writeString(
                folder.resolve("vendor.key"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        return folder.resolve("vendor.pem");
    }

    /** A certificate and its RSA key in one file, as an application of Microsoft Entra has them. */
    public static Path client(Path folder) throws Exception {
        var store = folder.resolve("client.p12");
        keytool(store, "-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=client", "-validity", "2");
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var lines = Base64.getMimeEncoder();
        var key = lines.encodeToString(
                keys.getKey("vendor", PASSWORD.toCharArray()).getEncoded());
        var certificate = lines.encodeToString(keys.getCertificate("vendor").getEncoded());
        return Files.writeString(
                folder.resolve("client.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
                        + certificate + "\n-----END CERTIFICATE-----\n");
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("-alias", "vendor", "-keystore", store.toString(), "-storepass", PASSWORD));
        var run = new ProcessBuilder(line).redirectErrorStream(true).start();
        var said = new String(run.getInputStream().readAllBytes());
        assertThat(run.waitFor()).as(said).isZero();
    }
}
