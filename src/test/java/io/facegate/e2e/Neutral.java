package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.facegate.e2e.Gateway.Key;
import io.facegate.testkit.TestPictures;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The neutral API of one gateway, every answer held against its own OpenAPI document. */
final class Neutral {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Gateway gateway;
    private final JsonNode document;
    private final TreeSet<String> answered = new TreeSet<>();

    private Neutral(Gateway gateway, String document) {
        this.gateway = gateway;
        this.document = Gateway.JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(document));
    }

    static Neutral of(Gateway gateway) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/openapi.yaml"));
        var yaml = CLIENT.send(request.build(), BodyHandlers.ofString());
        assertThat(yaml.headers().firstValue("content-type")).contains("application/yaml");
        return new Neutral(gateway, yaml.body());
    }

    JsonNode document() {
        return document;
    }

    /** The operations that were answered as the document says. */
    TreeSet<String> answered() {
        return answered;
    }

    HttpRequest.Builder request(String method, String path, String... body) {
        return HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/" + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofString(body[0]));
    }

    Said send(Key key, String method, String path, String... body) {
        var request = request(method, path, body).header("X-Api-Key", key.apiKey());
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        return send(request.build());
    }

    Said send(HttpRequest request) {
        try {
            var response = CLIENT.send(request, BodyHandlers.ofString());
            return new Said(response, Gateway.parsed(response.body()));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** What came back. */
    final class Said {
        private final HttpResponse<String> response;
        private final JsonNode json;

        private Said(HttpResponse<String> response, JsonNode json) {
            this.response = response;
            this.json = json;
        }

        HttpResponse<String> response() {
            return response;
        }

        JsonNode json() {
            return json;
        }

        /** That it is an answer, and one that the document describes. */
        Said as(String operation, int status) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            assertThat(response.headers().firstValue("facegate-decision")).isPresent();
            assertThat(response.headers().firstValue("facegate-receipt")).isPresent();
            var described = response(operation, String.valueOf(status));
            conforms(described.path("content").path("application/json"), json);
            hasOnlyHeadersOf(described);
            answered.add(operation);
            return this;
        }

        /** That it is a problem, and one that the document describes. */
        Said problem(int status, String type) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(json.path("type").asText()).isEqualTo("urn:facegate:problem:" + type);
            assertThat(json.path("status").asInt()).isEqualTo(status);
            var described = document.at("/components/responses/Problem");
            conforms(described.path("content").path("application/problem+json"), json);
            hasOnlyHeadersOf(described);
            return this;
        }

        private void hasOnlyHeadersOf(JsonNode described) {
            var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
            described.path("headers").fieldNames().forEachRemaining(names::add);
            assertThat(response.headers().map().keySet())
                    .filteredOn(name -> name.startsWith("facegate-") || name.equals("retry-after"))
                    .allMatch(names::contains);
        }

        private JsonNode response(String operation, String status) {
            for (var path : document.path("paths")) {
                for (var each : path) {
                    if (each.path("operationId").asText().equals(operation)) {
                        return each.path("responses").path(status);
                    }
                }
            }
            throw new IllegalArgumentException(operation);
        }
    }

    void conforms(JsonNode content, JsonNode json) {
        assertThat(content.has("schema")).isTrue();
        var schema = Gateway.JSON.createObjectNode();
        schema.set("allOf", Gateway.JSON.createArrayNode().add(content.path("schema")));
        schema.set("components", document.path("components"));
        var wrong = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(schema)
                .validate(json);
        assertThat(wrong).as(json.toString()).isEmpty();
    }

    /**
     * Makes the gallery {@code children}, enrols a face as {@code case-7} and finds it by another photograph.
     *
     * @return the face's id
     */
    String enrollAndIdentify(Key key) {
        send(key, "POST", "galleries", "{\"gallery\":\"children\"}").as("createGallery", 201);
        send(key, "POST", "galleries", "{\"gallery\":\"children\"}").problem(409, "already_exists");
        var kept = send(
                        key,
                        "POST",
                        "galleries/children/faces",
                        "{\"image\":" + image(Photos.ONE) + ",\"external_id\":\"case-7\",\"max_faces\":1}")
                .as("enroll", 201)
                .json();
        var face = kept.path("faces").path(0).path("face_id").asText();
        var found = send(key, "POST", "galleries/children/identify", "{\"image\":" + image(Photos.SAME) + "}")
                .as("identify", 200)
                .json();
        var first = found.path("candidates").path(0);
        assertThat(first.path("face_id").asText()).isEqualTo(face);
        assertThat(first.path("external_id").asText()).isEqualTo("case-7");
        return face;
    }

    static String image(Path photo) {
        return TestPictures.neutral(Photos.bytes(photo));
    }
}
