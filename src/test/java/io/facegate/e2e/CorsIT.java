package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.e2e.Gateway.Key;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page in a browser is permitted no call, whatever it asks with; {@code OPTIONS} is answered as each vendor does. */
class CorsIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static Key hope;

    @BeforeAll
    static void start() {
        hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        gateway = Gateway.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/|200|OPTIONS, POST",
                "/face/v1.2/detect|200|DELETE, GET, OPTIONS, PATCH, POST, PUT",
                "/face/v1.0/no/such/path|200|DELETE, GET, OPTIONS, PATCH, POST, PUT",
                "/computervision/imageanalysis:analyze|200|DELETE, GET, OPTIONS, PATCH, POST, PUT",
                "/vision/v3.2/analyze|200|DELETE, GET, OPTIONS, PATCH, POST, PUT",
                "/v1/images:annotate|200|DELETE, GET, OPTIONS, PATCH, POST",
                "/api/v1/recognition/recognize|204|DELETE, GET, OPTIONS, POST, PUT"
            })
    void optionsIsAnsweredWithoutAKeyAndPermitsNoOrigin(String path, int status, String methods) throws Exception {
        int records = gateway.settledRecords().size();

        var answer = send("OPTIONS", path, "Access-Control-Request-Method", "POST");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Allow")).contains(methods);
        assertThat(answer.headers().firstValue("Date")).isPresent();
        assertPermitsNoOrigin(answer);
        assertThat(gateway.settledRecords()).hasSize(records);
    }

    /** The neutral API has no such operation. */
    @ParameterizedTest
    @CsvSource({"/facegate/v1/detect,405", "/access/v1/evaluation,404", "/google.cloud.vision.v1.ImageAnnotator/X,200"})
    void elsewhereItIsRefused(String path, int status) throws Exception {
        var answer = send("OPTIONS", path, "X-Api-Key", hope.apiKey());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertPermitsNoOrigin(answer);
    }

    @Test
    void noAnswerPermitsAnOrigin() throws Exception {
        for (var path : List.of("/face/v1.2/facelists", "/api/v1/recognition/subjects", "/facegate/v1/galleries")) {
            for (var key : List.of("Ocp-Apim-Subscription-Key", "x-api-key", "X-Nothing")) {
                assertPermitsNoOrigin(send("GET", path, key, hope.apiKey()));
            }
        }
        assertPermitsNoOrigin(send("POST", "/", "X-Amz-Target", "RekognitionService.ListCollections"));
        assertPermitsNoOrigin(send("POST", "/v1/images:annotate", "X-Goog-Api-Key", hope.apiKey()));
        assertPermitsNoOrigin(send("GET", "/facegate/v1/openapi.json", "Accept", "*/*"));
        assertThat(send("GET", "/api/v1/recognition/subjects", "x-api-key", hope.apiKey())
                        .statusCode())
                .as("the control: these calls are answered")
                .isEqualTo(200);
    }

    private static void assertPermitsNoOrigin(HttpResponse<String> answer) {
        assertThat(answer.headers().map().keySet())
                .as(answer.toString())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
    }

    private static HttpResponse<String> send(String method, String path, String name, String value) throws Exception {
        var request = HttpRequest.newBuilder(gateway.calls().resolve(path))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, BodyPublishers.noBody())
                .header("Origin", "https://page.example")
                .header(name, value);
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
