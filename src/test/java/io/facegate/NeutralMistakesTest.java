package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.call.RequestPayload;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a developer who errs is told by the neutral API: that it is a mistake, where it is, and what to do. */
class NeutralMistakesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The least PNG of which a header can be read. */
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @TempDir
    private Path data;

    private Ledger ledger;
    private VendorCallHandler wire;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(
                data.resolve("ledger"), LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
        var folder = Files.createDirectories(data.resolve("policies"));
        Files.writeString(folder.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: all, effect: permit, match: {organisation: nonprofit}}
            """);
        var policies = PolicyEngine.load(folder);
        var caller = TestCaller.of(TestOrganisation.of("o", "nonprofit")
                        .named("O")
                        .in("US-OR")
                        .purposes("missing_child")
                        .build())
                .purpose("missing_child")
                .in("US-OR")
                .by("api_key", "key")
                .build();
        var named = new LinkedHashMap<String, Provider>();
        named.put("local", new Nobody());
        var gate = TestGateway.of(policies, ledger, new ProviderRouting(named, null, List.of()))
                .calledBy(caller);
        wire = new VendorCallHandler(gate, new NeutralWire());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** One who must not be asked. */
    private static final class Nobody implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            var via = asked.route();
            return PlannedCall.unowned(via == null ? asked : asked.routedTo("local", via.operation(), via))
                    .alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new AssertionError("was sent");
        }
    }

    private HttpAnswer send(String request, String body, Map<String, String> more) {
        var words = request.split(" ", 2);
        var address = ("/facegate/v1/" + words[1]).split("\\?", 2);
        var headers = new ArrayList<>(List.of(Map.entry("X-Api-Key", "any")));
        headers.addAll(more.entrySet());
        var head = new Credential.Request(
                words[0], address[0], address.length == 2 ? address[1] : "", headers, "192.0.2.0/24", true);
        return wire.handle(new HttpCall(head, new RequestPayload(body.getBytes(UTF_8)), Instant.now()));
    }

    private JsonNode told(String request, String body, int status, String type) throws IOException {
        var answer = send(request, body, body.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json"));
        return told(answer, status, type);
    }

    private static JsonNode told(HttpAnswer answer, int status, String type) throws IOException {
        var json = JSON.readTree(answer.body());
        assertThat(json.path("type").asText()).as(json.toString()).isEqualTo("urn:facegate:problem:" + type);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(json.path("decision").asText()).as("it is on record").isNotEmpty();
        return json;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "detect | {}                                    | invalid_parameter | /image         | must be an"
                        + " object",
                "detect | {\"image\":null}                      | invalid_parameter | /image         | must be an"
                        + " object",
                "detect | {\"image\":7}                         | invalid_parameter | /image         | must be an"
                        + " object",
                "detect | {\"image\":{}}                        | invalid_parameter | /image         | must be an"
                        + " object",
                "detect | {\"image\":{\"bytes\":7}}             | invalid_parameter | /image/bytes   | must have a"
                        + " string",
                "detect | {\"image\":{\"url\":7}}               | invalid_parameter | /image/url     | must have a"
                        + " string",
                "detect | {\"image\":{\"bytes\":\"!\"}}         | malformed_body    | /image/bytes   | not base64",
                "detect | {\"image\":{\"bytes\":\"aGVs           | malformed_body    | ``             | ends before its"
                        + " JSON is complete",
                "detect | {\"image\":{\"bytes\":\"aGVsbG8=\"}}  | invalid_image     | /image/bytes   | neither JPEG"
                        + " nor PNG",
                "detect | {\"image\":{\"byte\":\"aGVsbG8=\"}}   | unknown_parameter | /image/byte    | only bytes, url",
                "detect | {\"image\":{\"url\":\"\"}}           | invalid_url       | /image/url     | must be"
                        + " https://HOST/",
                "detect | {\"image\":{\"url\":\"http://pictures.example/a.png\"}} | invalid_url | /image/url | must be"
                        + " https://HOST/",
                "detect | {\"image\":{\"url\":\"https:///a.png\"}} | invalid_url  | /image/url     | must be"
                        + " https://HOST/",
                "detect | {\"image\":{\"url\":\"https://me@pictures.example/a.png\"}} | invalid_url | /image/url |"
                        + " without user",
                "detect | {\"image\":{\"url\":\"https://pictures.example/a b.png\"}} | invalid_url | /image/url | as"
                        + " %XX",
                "verify | {\"source\":{\"bytes\":\"DOT\"},\"target\":{\"url\":\"pictures.example/a.png\"}} |"
                        + " invalid_url | /target/url | must be https://HOST/",
                "verify |"
                        + " {\"source\":{\"url\":\"https://pictures.example/a.png\"},\"target\":{\"url\":\"ftp://pictures.example/a\"}}"
                        + " | invalid_url | /target/url | target.url must be",
                "detect | {\"KEY\":1}                         | malformed_body    | ``             | keys of at most"
                        + " 256 characters",
                "analyze | {\"attributes\":NESTED}               | malformed_body    | DEEP           | nested at most"
                        + " 32 deep",
                "detect | {\"picture\":{}}                      | unknown_parameter | /picture       | only image",
                "detect | {\"a/b~c\":1}                         | unknown_parameter | /a~1b~0c       | only image",
                "detect | {\"image\":{},\"image\":{}}           | duplicate_key     | /image         | twice",
                "detect | []                                    | malformed_body    | ``             | one JSON"
                        + " object",
                "detect | {\"image\":                           | malformed_body    | ``             | ends before its"
                        + " JSON is complete",
                "analyze | {\"image\":{\"bytes\":\"DOT\"}}      | unknown_value     | /attributes    | list of some of"
                        + " age",
                "analyze | {\"attributes\":\"age\"}             | unknown_value     | /attributes    | list of some of"
                        + " age",
                "analyze | {\"attributes\":[\"age\",\"soul\"]}  | unknown_value     | /attributes/1  | attributes are"
                        + " age",
                "verify | {\"source\":{\"bytes\":\"DOT\"}}      | invalid_parameter | /target        | must be an"
                        + " object",
                "verify | {\"source\":{\"bytes\":\"DOT\"},\"target\":{\"bytes\":\"aGk=\"}} | invalid_image |"
                        + " /target/bytes | neither",
                "galleries | {\"gallery\":\"a b\"}              | invalid_parameter | /gallery       | letters, digits",
                "galleries | {}                                 | invalid_parameter | /gallery       | letters, digits",
                "galleries/g/faces | {\"image\":{\"bytes\":\"DOT\"},\"external_id\":\"a b\"} | invalid_parameter |"
                        + " /external_id | letters",
                "galleries/g/faces | {\"image\":{\"bytes\":\"DOT\"},\"max_faces\":0}   | invalid_parameter |"
                        + " /max_faces | 1 to 4096",
                "galleries/g/faces | {\"image\":{\"bytes\":\"DOT\"},\"max_faces\":1.5} | invalid_parameter |"
                        + " /max_faces | 1 to 4096",
                "galleries/g/identify | {}                      | invalid_parameter | /image         | exactly one of"
                        + " image and face_id",
                "galleries/g/identify | {\"face_id\":\"a b\"}   | invalid_parameter | /face_id       | letters, digits",
                "galleries/g/identify | {\"face_id\":\"a\",\"max_results\":5000} | invalid_parameter | /max_results |"
                        + " 1 to 4096",
                "galleries/g/identify | {\"face_id\":\"a\",\"threshold\":80} | invalid_parameter | /threshold | must"
                        + " be an object",
                "galleries/g/identify | {\"face_id\":\"a\",\"threshold\":{\"value\":1,\"comparable_group\":\"x\"}} |"
                        + " invalid_parameter | /threshold/comparable_group | No provider here has",
                "galleries/g/identify |"
                        + " {\"face_id\":\"a\",\"threshold\":{\"value\":9,\"comparable_group\":\"local/facegate-local-1/similarity\"}}"
                        + " | invalid_parameter | /threshold/value | from 0 to 1",
                "galleries/g/identify |"
                        + " {\"face_id\":\"a\",\"threshold\":{\"value\":80,\"comparable_group\":\"rekognition/face/similarity\"}}"
                        + " | invalid_parameter | /threshold | another comparable_group",
            })
    void aMistakeInABodyIsTold(String path, String body, String type, String pointer, String what) throws Exception {
        var whole = body.replace("DOT", DOT)
                .replace("KEY", "k".repeat(3_000))
                .replace("NESTED", "[".repeat(2_000) + "]".repeat(2_000));
        var problem = told("POST " + path, whole, 400, type);
        assertThat(problem.path("errors")).hasSize(1);
        assertThat(problem.at("/errors/0/pointer").asText())
                .isEqualTo(pointer.replace("DEEP", "/attributes" + "/0".repeat(31)));
        assertThat(problem.at("/errors/0/detail").asText()).contains(what);
        assertThat(problem.path("detail")).isEqualTo(problem.at("/errors/0/detail"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET galleries?max_results=0        | invalid_parameter | max_results | 1 to 1000",
                "GET galleries?max_results=many     | invalid_parameter | max_results | 1 to 1000",
                "GET galleries?most=3               | unknown_parameter | most        | only max_results, token,"
                        + " provider",
                "GET galleries?token                | unknown_value     | token       | token must have a value:"
                        + " token=VALUE.",
                "GET galleries?token=a&token=b      | duplicate_key     | token       | twice",
                "GET galleries?token=%zz            | unknown_value     | token       | value",
                "GET galleries?provider=acme        | invalid_parameter | provider    | provider must be local.",
                "GET galleries/a%20b                | unknown_value     | gallery     | letters, digits",
                "GET galleries/%2e%2e               | unknown_value     | gallery     | letters, digits",
                "DELETE galleries/g/faces/a%2fb     | unknown_value     | face_id     | letters, digits",
                "GET galleries/g?debug=1            | unknown_parameter | debug       | nor any other",
            })
    void aMistakeInAnAddressIsTold(String request, String type, String parameter, String what) throws Exception {
        var problem = told(request, "", 400, type);
        assertThat(problem.path("errors")).hasSize(1);
        assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(parameter);
        assertThat(problem.at("/errors/0/detail").asText()).contains(what);
    }

    @Test
    void whatIsNotThereIsNotFoundAndWhatTakesAnotherMethodSaysWhich() throws Exception {
        for (var request : List.of("POST detects", "GET ", "POST detect/", "GET galleries/", "GET Galleries")) {
            var problem = told(request, "", 404, "unknown_operation");
            assertThat(problem.path("detail").asText()).contains("/facegate/v1/openapi.yaml");
            assertThat(problem.path("code").asText()).isEqualTo("unknown_operation");
        }
        var allowed = Map.of("GET detect", "POST", "HEAD galleries", "GET, POST", "PUT galleries/g", "DELETE, GET");
        for (var one : allowed.entrySet()) {
            var answer = send(one.getKey(), "", Map.of());
            told(answer, 405, "method_not_allowed");
            assertThat(answer.headers()).contains(Map.entry("Allow", one.getValue()));
        }
        var override = send("GET galleries", "", Map.of("X-HTTP-Method-Override", "DELETE"));
        told(override, 404, "unknown_operation");
    }

    @Test
    void aHostThatIsNotRegisteredIsRefused() throws Exception {
        var problem =
                told("POST detect", "{\"image\":{\"url\":\"https://pictures.example/a.png?sig=%20\"}}", 403, "refused");
        assertThat(problem.path("code").asText()).isEqualTo("url_not_registered");
        assertThat(problem.has("errors")).isFalse();
    }

    @Test
    void aHeaderThatDeclaresWhatNobodyKnowsIsNamed() throws Exception {
        var declared = Map.of("Content-Type", "application/json", "Facegate-Purpos", "missing_child");
        var body = "{\"image\":{\"bytes\":\"" + DOT + "\"}}";
        var problem = told(send("POST detect", body, declared), 403, "refused");
        assertThat(problem.path("code").asText()).isEqualTo("unknown_declaration");
        assertThat(problem.at("/errors/0/header").asText()).isEqualTo("Facegate-Purpos");
    }

    @Test
    void anotherTypeOfBodyIsTold() throws Exception {
        for (var headers : List.of(
                Map.<String, String>of(),
                Map.of("Content-Type", "image/jpeg"),
                Map.of("Content-Type", "application/json; charset=latin1"),
                Map.of("Content-Type", "multipart/form-data; boundary=a"))) {
            var problem = told(send("POST detect", "{}", headers), 415, "unsupported_media_type");
            assertThat(problem.at("/errors/0/header").asText()).isEqualTo("Content-Type");
            assertThat(problem.path("code").asText()).as("on record").isEqualTo("malformed_body");
            assertThat(problem.path("detail").asText()).contains("with no charset other than utf-8");
        }
        var packed = Map.of("Content-Type", "application/json; charset=UTF-8", "Content-Encoding", "gzip");
        assertThat(told(send("POST detect", "{}", packed), 415, "unsupported_media_type")
                        .at("/errors/0/header")
                        .asText())
                .isEqualTo("Content-Encoding");
        assertThat(told("GET galleries", "{}", 400, "malformed_body")
                        .path("detail")
                        .asText())
                .contains("takes no body");
    }
}
