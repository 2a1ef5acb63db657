package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer says what time it is: clients correct a wrong clock of theirs by it. */
class DateHeaderIT {
    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Path certificate;
    private static Gateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        certificate = SelfSigned.pem(folder, "ip:127.0.0.1");
        cast = Cast.register(folder.resolve("data"));
        gateway = Gateway.encrypting(certificate, folder.resolve("data"));
        client = HttpClient.newBuilder()
                .sslContext(SelfSigned.trusting(certificate))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void theClientForJavaScriptCorrectsAClockThatIsAnHourSlow() throws IOException {
        var story = Node.tell(
                "skew.mjs",
                Map.of(
                        "GATEWAY", gateway.calls().toString(),
                        "PHOTO", Photos.ONE.toAbsolutePath().toString(),
                        "HOPE_ID", cast.hope().id(),
                        "HOPE_SECRET", cast.hope().secret()));

        assertThat(story.get("faces").asInt()).isEqualTo(1);
        assertThat(story.get("attempts").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/",
        "POST,/face/v1.2/detect",
        "GET,/face/v1.2/nothing",
        "POST,/computervision/imageanalysis:analyze",
        "POST,/api/v1/detection/detect",
        "POST,/v1/images:annotate",
        "POST,/google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages",
        "POST,/facegate/v1/detect",
        "GET,/facegate/v1/openapi.yaml",
        "GET,/facegate/v1/openapi.json",
        "HEAD,/facegate/v1/openapi.yaml",
        "OPTIONS,/face/v1.2/detect",
        "POST,/access/v1/evaluation",
        "GET,/.well-known/authzen-configuration",
        "GET,/",
        "GET,/console",
        "GET,/console/login",
        "GET,/no/such/page",
        "PUT,/"
    })
    void everyAnswerHasADate(String method, String path) throws Exception {
        for (var version : HttpClient.Version.values()) {
            var answer = send(gateway.encrypted().resolve(path), method, version);
            assertThat(answer.version()).isEqualTo(version);
            assertDated(answer);
        }
        assertDated(send(gateway.calls().resolve(path), method, HttpClient.Version.HTTP_1_1));
    }

    @ParameterizedTest
    @CsvSource({"/health/live", "/health/ready", "/metrics", "/nothing"})
    void healthAndMetricsHaveADateToo(String path) throws Exception {
        assertDated(send(gateway.health().resolve(path), "GET", HttpClient.Version.HTTP_1_1));
    }

    /** No route sees these: the server answers them itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1;no colon;;|400",
                "NOT A REQUEST AT ALL;;|400",
                "GET /LONG HTTP/1.1;Host: localhost;;|414",
                "GET / HTTP/1.1;Host: localhost;Name: LONG;;|431"
            })
    void anAnswerToAMalformedHeadHasOneToo(String head, int status) throws Exception {
        var bytes =
                head.replace("LONG", "x".repeat(20_000)).replace(";", "\r\n").getBytes(StandardCharsets.US_ASCII);
        var secure = SelfSigned.trusting(certificate).getSocketFactory();
        try (var plain = new Socket(gateway.calls().getHost(), gateway.calls().getPort());
                var encrypted = secure.createSocket(
                        gateway.encrypted().getHost(), gateway.encrypted().getPort())) {
            for (var socket : List.of(plain, encrypted)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(bytes);
                var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.");
                assertThat(answer.split(" ")[1]).isEqualTo(String.valueOf(status));
                assertThat(answer.lines()
                                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("date: ")))
                        .as(answer)
                        .hasSize(1);
            }
        }
    }

    @Test
    void anAnsweredCallHasOne() {
        var answer = Wire.signed(gateway.calls(), cast.hope(), "ListCollections", "{}")
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsKey("date");
    }

    private static HttpResponse<Void> send(URI address, String method, HttpClient.Version version) throws Exception {
        var request = HttpRequest.newBuilder(address)
                .version(version)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding());
    }

    private static void assertDated(HttpResponse<?> answer) {
        assertThat(answer.headers().allValues("date")).as(answer.toString()).hasSize(1);
        var date = answer.headers().firstValue("date").orElseThrow();
        assertThat(date).hasSize("Sun, 06 Nov 1994 08:49:37 GMT".length());
        var said =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(Duration.between(said, Instant.now()).abs()).isLessThan(Duration.ofSeconds(30));
    }
}
