package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.SelfSigned;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed while the gateway runs. */
class TlsReloadIT {
    @TempDir
    private Path folder;

    @Test
    void aRenewedCertificateIsShownWithoutARestartAndIsOnRecord() throws Exception {
        var current = Files.createDirectory(folder.resolve("current"));
        var next = Files.createDirectory(folder.resolve("next"));
        var certificate = SelfSigned.pem(current, "dns:localhost");
        SelfSigned.pem(next, "dns:renewed.example.org");
        try (var gateway = Gateway.encrypting(certificate, folder.resolve("data"), "--admin-port", "0")) {
            assertThat(names(gateway)).contains("localhost");
            assertThat(names(gateway.admin())).contains("localhost");
            assertThat(metric(gateway, "facegate_tls_expiry_days")).isPositive();
            assertThat(metric(gateway, "facegate_certificate_expiry_days{option=\"tls-cert\"}"))
                    .isPositive();
            for (var other : List.of("tls-client-ca", "policy-bundle-ca", "azure-certificate")) {
                assertThat(metric(gateway, "facegate_certificate_expiry_days{option=\"" + other + "\"}"))
                        .as(other)
                        .isNaN();
            }

            // A key that does not fit: the certificate stays.
            replace(next, current, "vendor.key");
            Await.until(() -> gateway.log().contains("The TLS certificate stays as it was"));
            assertThat(names(gateway)).contains("localhost");

            replace(next, current, "vendor.pem");
            // A handshake that meets the change may be ended.
            Await.until(() -> namesOrNone(gateway.encrypted()).contains("renewed.example.org"));
            Await.until(() -> namesOrNone(gateway.admin()).contains("renewed.example.org"));
            Await.until(() -> certificates(gateway).size() == 2);
            assertThat(certificates(gateway)).doesNotHaveDuplicates().allMatch(each -> each.startsWith("sha256:"));
        }
    }

    /** Whose certificates a client may show is read again too; a file that holds none changes nothing. */
    @Test
    void otherAuthoritiesOfClientsAreTakenAndAreOnRecord() throws Exception {
        var current = Files.createDirectory(folder.resolve("current"));
        var next = Files.createDirectory(folder.resolve("next"));
        var certificate = SelfSigned.pem(current, "dns:localhost");
        SelfSigned.pem(next, "dns:renewed.example.org");
        var authorities = folder.resolve("authorities.pem");
        Files.writeString(authorities, SelfSigned.certificateFor(40) + SelfSigned.certificateFor(9));
        var ends = "facegate_certificate_expiry_days{option=\"tls-client-ca\"}";
        try (var gateway =
                Gateway.encrypting(certificate, folder.resolve("data"), "--tls-client-ca", authorities.toString())) {
            Await.until(() -> recorded(gateway, "tls_client_authorities").size() == 1);
            Files.writeString(authorities, "no certificate\n");
            Await.until(() -> gateway.log().contains("The TLS certificate stays as it was"));
            assertThat(recorded(gateway, "tls_client_authorities")).hasSize(1);
            assertThat(metric(gateway, ends)).as("the first of those in use").isBetween(8.0, 9.1);
            Files.copy(next.resolve("vendor.pem"), authorities, StandardCopyOption.REPLACE_EXISTING);
            Await.until(() -> recorded(gateway, "tls_client_authorities").size() == 2);
            assertThat(recorded(gateway, "tls_client_authorities")).doesNotHaveDuplicates();
            assertThat(metric(gateway, ends)).isBetween(1.0, 2.1);
            assertThat(names(gateway)).contains("localhost");
        }
    }

    private static void replace(Path from, Path to, String name) throws Exception {
        var copy = Files.copy(from.resolve(name), to.resolve(name + ".new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, to.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> certificates(Gateway gateway) {
        return recorded(gateway, "tls_certificate");
    }

    private static List<String> recorded(Gateway gateway, String act) {
        return gateway.records().stream()
                .filter(record -> record.path("act").asText().equals(act))
                .map(record -> record.path("subject").asText())
                .toList();
    }

    private static double metric(Gateway gateway, String name) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(gateway.health().resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String namesOrNone(URI address) throws Exception {
        try {
            return names(address);
        } catch (SSLException ended) {
            return "";
        }
    }

    private static String names(Gateway gateway) throws Exception {
        return names(gateway.encrypted());
    }

    private static String names(URI address) throws Exception {
        return shown(address).getSubjectAlternativeNames().toString();
    }

    private static X509Certificate shown(URI address) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** The test looks at the certificate itself. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
