package io.facegate.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Await;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of the access log, and what becomes of them when they cannot be written. */
class AccessLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "GET, abc-123, GET, abc-123",
        "GET, 'two words', GET, ",
        "BREW, 'x\"}', other, ",
    })
    void aRequestIsOneLineOfWhatIsKnown(String method, String id, String shown, String echoed) throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        var vertx = Vertx.vertx();
        try (var client = HttpClient.newHttpClient()) {
            var router = Router.router(vertx);
            router.route()
                    .handler(RequestIds::echo)
                    .handler(new AccessLog(lines::add).requests("google"))
                    .handler(routing -> routing.request()
                            .endHandler(read ->
                                    routing.response().setStatusCode(404).end("none"))
                            .resume());
            int port = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .actualPort();
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/persons/a-name?key=secret"))
                            .method(method, HttpRequest.BodyPublishers.ofString("hello"))
                            .header("X-Request-Id", id)
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            Await.until(() -> !lines.isEmpty());

            assertThat(answer.headers().firstValue("X-Request-Id").orElse(null)).isEqualTo(echoed);
            var line = JSON.readTree(lines.getFirst());
            assertThat(line.path("request_id").asText(null)).isEqualTo(echoed);
            assertThat(line.get("method").asText()).isEqualTo(shown);
            assertThat(line.get("api").asText()).isEqualTo("google");
            assertThat(line.get("status").asInt()).isEqualTo(404);
            assertThat(line.get("bytes_in").asInt()).isEqualTo(5);
            assertThat(line.get("bytes_out").asInt()).isEqualTo(4);
            assertThat(line.get("source").asText())
                    .as("nobody took the request in")
                    .isEqualTo("unknown");
            assertThat(lines.getFirst()).doesNotContain("a-name", "secret", "two words", "BREW", "\n");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void linesAreWrittenInOrderAndKeptOverARestart() throws Exception {
        var file = folder.resolve("access.json");
        for (int start = 0; start < 2; start++) {
            try (var writer = AccessLogWriter.open(file.toString())) {
                for (int at = 0; at < 500; at++) {
                    writer.accept("{\"at\":" + (start * 500 + at) + "}");
                }
            }
        }
        List<Integer> read = new ArrayList<>();
        for (var line : Files.readAllLines(file)) {
            JsonNode parsed = JSON.readTree(line);
            read.add(parsed.get("at").asInt());
        }
        assertThat(read).hasSize(1000).isSorted();
    }

    @Test
    void aLineThatCannotBeWrittenIsCounted() throws Exception {
        try (var writer = AccessLogWriter.open("/dev/full")) {
            writer.accept("{}");
            writer.accept("{}");
            Await.until(() -> writer.lost() >= 2);
        }
    }
}
