package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Security headers of the gateway's own answers; answers of a vendor's wire have the vendor's. */
class SecurityHeadersIT {
    private static final String NOSNIFF = "x-content-type-options: nosniff";
    private static final String STRICT = "strict-transport-security: max-age=31536000";

    @TempDir
    private static Path folder;

    private static SSLContext trusting;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        var certificate = SelfSigned.pem(folder, "ip:127.0.0.1");
        gateway = Gateway.encrypting(certificate, folder.resolve("data"));
        trusting = SelfSigned.trusting(certificate);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/facegate/v1/detect",
        "GET,/facegate/v1/nothing",
        "GET,/facegate/v1/permissions",
        "GET,/facegate/v1/appeals/nothing",
        "GET,/facegate/v1/openapi.yaml",
        "GET,/facegate/v1/openapi.json",
        "OPTIONS,/facegate/v1/detect",
        "GET,/facegate/v1/%zz",
        "POST,/access/v1/evaluation",
        "POST,/access/v1/evaluations",
        "GET,/.well-known/authzen-configuration",
        "GET,/facegate/admin/v1/organisations",
        "GET,/facegate/admin/v1/openapi.yaml",
        "GET,/facegate/admin/v1/nothing",
        "GET,/",
        "GET,/console",
        "GET,/console/login",
        "GET,/console/nothing",
        "GET,/log/checkpoint",
        "GET,/log/keys",
        "GET,/log/nothing",
        "GET,/no/such/page"
    })
    void everyAnswerOfTheGatewaysOwnHasThem(String method, String path) throws Exception {
        var clear = head(gateway.calls(), "gw.example.org", method, path);
        assertThat(clear).contains(NOSNIFF).contains("cache-control: ").doesNotContain(STRICT);
        assertThat(head(gateway.encrypted(), "gw.example.org", method, path))
                .contains(NOSNIFF)
                .contains("cache-control: ")
                .contains(STRICT);
    }

    /** A browser remembers it for every program of this machine. */
    @Test
    void nothingIsAskedOfLocalhost() throws Exception {
        assertThat(head(gateway.encrypted(), "localhost", "GET", "/console/login"))
                .contains(NOSNIFF)
                .doesNotContain(STRICT);
    }

    /** A name's other services may be plain. */
    @Test
    void nothingIsAskedAtAnotherPort() throws Exception {
        assertThat(head(gateway.encrypted(), "gw.example.org:443", "GET", "/console/login"))
                .contains(STRICT);
        assertThat(head(gateway.encrypted(), "gw.example.org:8443", "GET", "/console/login"))
                .contains(NOSNIFF)
                .doesNotContain(STRICT);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/",
        "POST,/face/v1.2/detect",
        "OPTIONS,/face/v1.2/detect",
        "POST,/computervision/imageanalysis:analyze",
        "POST,/api/v1/detection/detect",
        "POST,/v1/images:annotate",
        "POST,/facepp/v3/detect"
    })
    void aVendorsWireHasTheVendorsHeaders(String method, String path) throws Exception {
        assertThat(head(gateway.encrypted(), "gw.example.org", method, path))
                .doesNotContain("x-content-type-options")
                .doesNotContain("strict-transport-security");
    }

    @ParameterizedTest
    @CsvSource({"/health", "/health/live", "/health/ready", "/metrics", "/nothing"})
    void healthAndMetricsHaveThemToo(String path) throws Exception {
        assertThat(head(gateway.health(), "gw.example.org", "GET", path)).contains(NOSNIFF, "cache-control: no-store");
    }

    private static String head(URI address, String host, String method, String path) throws Exception {
        var lines = List.of(
                method + ' ' + path + " HTTP/1.1", "Host: " + host, "Content-Length: 0", "Connection: close", "", "");
        try (var socket = open(address)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).as(method + ' ' + path).startsWith("HTTP/1.1 ");
            return answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
        }
    }

    private static Socket open(URI address) throws Exception {
        return address.getScheme().equals("https")
                ? trusting.getSocketFactory().createSocket(address.getHost(), address.getPort())
                : new Socket(address.getHost(), address.getPort());
    }
}
