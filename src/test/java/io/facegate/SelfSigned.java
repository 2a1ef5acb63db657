package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that nobody but a test vouches for; each kind is made once, as making one takes a process. */
public final class SelfSigned {
    private static final String PASSWORD = "for this test only";
    private static final Map<List<String>, KeyStore> MADE = new ConcurrentHashMap<>();

    private SelfSigned() {}

    /** A self-signed certificate for that name, also written to {@code vendor.pem} of the folder. */
    public static SSLContext identity(Path folder, String name) throws Exception {
        var keys = vendor(name);
        Files.writeString(folder.resolve("vendor.pem"), certificate(keys));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** The same as files: the certificate {@code vendor.pem}, which it gives, and its key {@code vendor.key}. */
    public static Path pem(Path folder, String name) throws Exception {
        var keys = vendor(name);
        Files.writeString(folder.resolve("vendor.key"), key(keys));
        return Files.writeString(folder.resolve("vendor.pem"), certificate(keys));
    }

    /** A self-signed certificate as PEM that is good for so many days. */
    public static String certificateFor(int days) throws Exception {
        return certificate(made("-keyalg", "EC", "-dname", "CN=authority", "-validity", Integer.toString(days)));
    }

    /** What believes the certificate of that file, and no other. */
    public static SSLContext trusting(Path certificate) throws Exception {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            keys.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A certificate and its RSA key in one file, as an application of Microsoft Entra has them. */
    public static Path client(Path folder) throws Exception {
        var keys = made("-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=client");
        return Files.writeString(folder.resolve("client.pem"), key(keys) + certificate(keys));
    }

    /**
     * What a client of that name shows, and believes only the certificate of that file.
     *
     * @param certificate receives the client's certificate as PEM
     */
    public static SSLContext client(String name, Path certificate, Path believed) throws Exception {
        var keys = made("-keyalg", "EC", "-dname", "CN=" + name, "-ext", "eku=clientAuth");
        Files.writeString(certificate, certificate(keys));
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        var others = KeyStore.getInstance(KeyStore.getDefaultType());
        others.load(null, null);
        try (InputStream in = Files.newInputStream(believed)) {
            others.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(others);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore vendor(String name) {
        return made("-keyalg", "EC", "-dname", "CN=vendor", "-ext", "san=" + name);
    }

    private static String key(KeyStore keys) throws Exception {
        return pem("PRIVATE KEY", keys.getKey("vendor", PASSWORD.toCharArray()).getEncoded());
    }

    private static String certificate(KeyStore keys) throws Exception {
        return pem("CERTIFICATE", keys.getCertificate("vendor").getEncoded());
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    private static KeyStore made(String... how) {
        return MADE.computeIfAbsent(List.of(how), SelfSigned::make);
    }

    private static KeyStore make(List<String> how) {
        try {
            var folder = Files.createTempDirectory("certificate");
            var store = folder.resolve("store.p12");
            keytool(store, how);
            var keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            Files.delete(store);
            Files.delete(folder);
            return keys;
        } catch (GeneralSecurityException | IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    private static void keytool(Path store, List<String> how) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of("-genkeypair", "-alias", "vendor"));
        line.addAll(how);
        if (!how.contains("-validity")) {
            line.addAll(List.of("-validity", "2"));
        }
        line.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        var run = new ProcessBuilder(line).redirectErrorStream(true).start();
        var said = new String(run.getInputStream().readAllBytes());
        assertThat(run.waitFor()).as(said).isZero();
    }
}
