package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.e2e.Gateway.Key;
import io.facegate.testkit.TestPictures;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The neutral API as its OpenAPI document describes it, on the embedded engine. */
class NeutralIT {
    private static final String GROUP = "local/facegate-local-1/similarity";

    @TempDir
    private static Path data;

    private static Cast cast;
    private static Gateway gateway;
    private static Neutral neutral;

    @BeforeAll
    static void start() throws Exception {
        cast = Cast.register(data);
        gateway = Gateway.start(data);
        neutral = Neutral.of(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Neutral.Said send(Key key, String method, String path, String... body) {
        return neutral.send(key, method, path, body);
    }

    /** No client of the JDK writes one. */
    @Test
    void aBrokenAddressIsTold() throws Exception {
        var said = broken("GET /facegate/v1/galleries?token=%zz");
        assertThat(said).startsWith("HTTP/1.1 400 ").containsIgnoringCase("application/problem+json");
        assertThat(said)
                .contains("Each % must be followed by two hexadecimal digits")
                .doesNotContain("decision");
        assertThat(broken("GET /facegate/v1/galleries/50%/faces")).contains("urn:facegate:problem:unknown_value");
        assertThat(broken("POST /v1/images:annotate?key=%zz"))
                .startsWith("HTTP/1.1 400 ")
                .contains("{\"error\":\"The request was rejected");
    }

    private static String broken(String line) throws IOException {
        var calls = gateway.calls();
        try (var socket = new Socket(calls.getHost(), calls.getPort())) {
            var request = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void facesAreTheSameAsOnAmazonsWire() {
        var neutral = send(cast.hope(), "POST", "detect", "{\"image\":" + Neutral.image(Photos.GROUP) + "}")
                .as("detect", 200)
                .json();
        var amazons = Wire.signed(
                        gateway.calls(),
                        cast.hope(),
                        "DetectFaces",
                        "{\"Image\":{\"Bytes\":\"" + Base64.getEncoder().encodeToString(Photos.bytes(Photos.GROUP))
                                + "\"}}")
                .send()
                .json()
                .path("FaceDetails");
        assertThat(neutral.path("faces")).hasSameSizeAs(amazons).hasSizeGreaterThan(1);
        Iterator<JsonNode> others = amazons.iterator();
        for (var face : neutral.path("faces")) {
            var other = others.next();
            var box = face.path("box");
            assertThat(box.path("left").asDouble())
                    .isEqualTo(other.path("BoundingBox").path("Left").asDouble());
            assertThat(box.path("width").asDouble())
                    .isEqualTo(other.path("BoundingBox").path("Width").asDouble());
            assertThat(box.path("pixels").path("left").asDouble())
                    .isCloseTo(
                            box.path("left").asDouble()
                                    * neutral.path("image").path("width").asInt(),
                            within(0.51));
            assertThat(face.path("detection").path("raw").asDouble() * 100)
                    .isCloseTo(other.path("Confidence").asDouble(), within(0.001));
            assertThat(face.path("landmarks").findValuesAsText("name")).contains("eyeLeft", "eye.left.center");
        }
    }

    @Test
    void aComparisonSaysWhatItsNumbersMean() {
        var two = "\"source\":" + Neutral.image(Photos.ONE) + ",\"target\":" + Neutral.image(Photos.SAME);
        var usual = send(cast.hope(), "POST", "verify", "{" + two + "}")
                .as("verify", 200)
                .json();
        var score = usual.path("matches").path(0).path("score");
        assertThat(score.path("comparable_group").asText()).isEqualTo(GROUP);
        assertThat(score.path("raw").asDouble()).isBetween(0.8, 1.0);
        assertThat(score.path("threshold")).isEqualTo(Gateway.parsed("""
            {"applied":0.8,"source":"provider_default"}\
            """));
        var strict = send(cast.hope(), "POST", "verify", "{" + two + threshold("1.0", GROUP) + "}")
                .as("verify", 200)
                .json();
        assertThat(strict.path("matches")).isEmpty();
        assertThat(strict.path("unmatched")).isNotEmpty();
    }

    private static String threshold(String value, String group) {
        return ",\"threshold\":{\"value\":" + value + ",\"comparable_group\":\"" + group + "\"}";
    }

    @Test
    void aNumberOfAnotherEngineIsNoThreshold() {
        var two = "{\"source\":" + Neutral.image(Photos.ONE) + ",\"target\":" + Neutral.image(Photos.SAME);
        var foreign = send(cast.hope(), "POST", "verify", two + threshold("80", "rekognition/face/similarity") + "}")
                .problem(400, "invalid_parameter");
        assertThat(foreign.json().path("detail").asText()).contains("another comparable_group", GROUP);
        send(cast.hope(), "POST", "verify", two + threshold("80", "acme/similarity") + "}")
                .problem(400, "invalid_parameter");
        send(cast.hope(), "POST", "verify", two + ",\"threshold\":80}").problem(400, "invalid_parameter");
        send(cast.hope(), "POST", "verify", two + threshold("80", GROUP) + "}").problem(400, "invalid_parameter");
    }

    @Test
    void aGalleryIsMadeFilledSearchedReadAndErased() {
        var hope = cast.hope();
        var face = neutral.enrollAndIdentify(hope);
        var byId = send(hope, "POST", "galleries/children/identify", "{\"face_id\":\"" + face + "\"}")
                .as("identify", 200)
                .json();
        assertThat(byId.path("probe_id").asText()).isEqualTo(face);
        assertThat(send(hope, "GET", "galleries?max_results=10")
                        .as("listGalleries", 200)
                        .json()
                        .findValuesAsText("gallery"))
                .contains("children");
        assertThat(send(hope, "GET", "galleries/children")
                        .as("describeGallery", 200)
                        .json()
                        .path("faces")
                        .asInt())
                .isEqualTo(1);
        assertThat(send(hope, "GET", "galleries/children/faces")
                        .as("listFaces", 200)
                        .json()
                        .path("faces"))
                .hasSize(1);
        send(cast.beacon(), "GET", "galleries/children").problem(404, "not_found");
        send(hope, "DELETE", "galleries/children/faces/" + face).as("eraseFace", 200);
        send(hope, "DELETE", "galleries/children").as("eraseGallery", 200);
        send(hope, "GET", "galleries/children").problem(404, "not_found");
    }

    @Test
    void whatTheEngineCannotDoItSays() {
        send(cast.hope(), "POST", "analyze", "{\"image\":" + Neutral.image(Photos.ONE) + ",\"attributes\":[\"age\"]}")
                .problem(501, "unsupported");
        send(cast.hope(), "POST", "people", "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                .problem(501, "unsupported");
        send(cast.hope(), "POST", "liveness", "{}").problem(501, "unsupported");
        send(cast.hope(), "GET", "liveness/session").problem(501, "unsupported");
    }

    @Test
    void aClientThatWasGeneratedTellsTheStory() {
        var script = new ProcessBuilder("/usr/bin/python3", "src/test/py/neutral.py");
        script.environment()
                .putAll(Map.of(
                        "CLIENT",
                                Path.of("target/neutral-client")
                                        .toAbsolutePath()
                                        .toString(),
                        "GATEWAY", gateway.calls().toString(),
                        "PHOTOS", Photos.FOLDER.toAbsolutePath().toString(),
                        "HOPE", cast.hope().apiKey(),
                        "SHOP", cast.shop().apiKey()));
        var result = Gateway.Result.of(script);
        assertThat(result.code())
                .as(result.err() + "\nIf a module is missing, on Debian: apt-get install python3-pydantic")
                .isZero();
        assertThat(result.json()).isEqualTo(Gateway.parsed("""
            {"faces":1,"group":"local/facegate-local-1/similarity","found":true,"case":"case-7",
             "galleries":["generated"],"refused":["ForbiddenException",403,"banned",true],"decision":true}\
            """));
    }

    @Test
    void aRefusalSaysWhichRuleAndHowToAppeal() {
        var refused = send(
                        cast.shop(),
                        "POST",
                        "galleries/faces/identify",
                        "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                .problem(403, "refused");
        var json = refused.json();
        assertThat(json.path("rule").asText()).contains("/");
        assertThat(json.path("appeal").asText()).isNotEmpty();
        assertThat(json.path("detail").asText())
                .contains(json.path("rule").asText(), json.path("appeal").asText());
        var id = json.path("decision").asText();
        assertThat(refused.response().headers().firstValue("facegate-decision")).contains(id);
        var record = gateway.settledRecords().stream()
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(record.path("verdict").asText()).isEqualTo("refuse");
        assertThat(record.path("provider").asText()).isEqualTo("local");
        assertThat(record.path("operation").asText()).isEqualTo("identify");
    }

    @Test
    void nobodyIsAnsweredWithoutACredential() {
        var nobody = neutral.send(neutral.request("POST", "detect", "{}")
                .header("Content-Type", "application/json")
                .build());
        nobody.problem(401, "missing_credential");
        assertThat(nobody.response().headers().firstValue("www-authenticate")).isPresent();
        assertThat(nobody.response().headers().firstValue("facegate-decision")).isEmpty();
    }

    @Test
    void whatIsNotInTheDocumentIsRefusedAndOnRecord() {
        var image = "{\"image\":" + Neutral.image(Photos.ONE);
        var nothing = List.of(
                send(cast.hope(), "POST", "detects", image + "}"),
                send(cast.hope(), "POST", "Detect", image + "}"),
                send(cast.hope(), "POST", "detect/", image + "}"));
        nothing.forEach(said -> said.problem(404, "unknown_operation"));
        var method = send(cast.hope(), "PUT", "detect", image + "}").problem(405, "method_not_allowed");
        assertThat(method.response().headers().firstValue("allow")).contains("POST");
        var mistakes = Map.of(
                send(cast.hope(), "POST", "galleries/%2e%2e/identify", image + "}"), "unknown_value",
                send(cast.hope(), "POST", "detect?debug=1", image + "}"), "unknown_parameter",
                send(cast.hope(), "POST", "detect", image + ",\"mode\":1}"), "unknown_parameter",
                send(cast.hope(), "POST", "detect", image + "," + image.substring(1) + "}"), "duplicate_key",
                send(cast.hope(), "POST", "detect", image.substring(0, 900)), "malformed_body",
                send(cast.hope(), "GET", "galleries?token=a&token=b"), "duplicate_key",
                send(cast.hope(), "POST", "analyze", image + ",\"attributes\":[\"soul\"]}"), "unknown_value");
        mistakes.forEach((said, code) -> {
            said.problem(400, code);
            assertThat(said.json().path("errors")).hasSize(1);
        });
        var refused = gateway.settledRecords().stream()
                .filter(one -> one.path("verdict").asText().equals("refuse"))
                .map(one -> one.path("id").asText())
                .toList();
        Stream.of(nothing, List.of(method), mistakes.keySet())
                .flatMap(Collection::stream)
                .forEach(said -> assertThat(refused)
                        .as(said.response().uri().toString())
                        .contains(said.json().path("decision").asText()));
    }

    /** Each is what the gateway says, but for the decision's id. */
    @Test
    void theExamplesOfMistakesAreSaidLikeThat() throws Exception {
        var examples =
                neutral.document().at("/components/responses/Problem/content/application~1problem+json/examples");
        var two = "{\"source\":" + Neutral.image(Photos.ONE) + ",\"target\":" + Neutral.image(Photos.SAME);
        var said = Map.of(
                "invalid_parameter",
                        send(cast.hope(), "POST", "verify", two + threshold("80", "rekognition/face/similarity") + "}"),
                "unknown_parameter", send(cast.hope(), "POST", "galleries", "{\"name\":\"missing-children\"}"),
                "method_not_allowed", send(cast.hope(), "GET", "detect"),
                "not_found", send(cast.hope(), "GET", "galleries/missing-children"),
                "unsupported",
                        send(
                                cast.hope(),
                                "POST",
                                "analyze",
                                "{\"image\":" + Neutral.image(Photos.ONE) + ",\"attributes\":[\"age\"]}"));
        said.forEach((name, answer) -> assertThat(plain(answer.json()))
                .isEqualTo(plain(examples.path(name).path("value"))));
        var asked = block("is answered, beside the decision's id:", -1);
        assertThat(asked).contains("/facegate/v1/galleries -H");
        var body = asked.substring(asked.indexOf("-d '") + 4, asked.lastIndexOf('\''));
        assertThat(plain(send(cast.hope(), "POST", "galleries", body).json()))
                .isEqualTo(Gateway.parsed(block("is answered, beside the decision's id:", 1)));
    }

    private static JsonNode plain(JsonNode problem) {
        var decision = problem.path("decision").asText();
        ObjectNode plain = problem.deepCopy();
        plain.without(List.of("instance", "decision"));
        if (plain.path("appeal").asText().contains(" Decision: " + decision + '.')) {
            plain.put("appeal", plain.path("appeal").asText().replace(decision, "ID"));
        }
        return plain;
    }

    /** The code of docs/api.md that stands next to this sentence: before it with -1, after it with 1. */
    private static String block(String sentence, int side) throws IOException {
        var text = Files.readString(Path.of("docs/api.md"));
        int at = text.indexOf(sentence);
        assertThat(at).as(sentence).isPositive();
        int open = side < 0 ? text.lastIndexOf("```", text.lastIndexOf("```", at) - 1) : text.indexOf("```", at);
        int from = text.indexOf('\n', open) + 1;
        return text.substring(from, text.indexOf("```", from)).strip();
    }

    @Test
    void theDocumentIsThereToBeLookedForWithoutAKey() throws Exception {
        var address = gateway.calls().resolve("/facegate/v1/openapi.yaml");
        var head = HttpRequest.newBuilder(address).HEAD().build();
        var said = HttpClient.newHttpClient().send(head, BodyHandlers.ofString());
        assertThat(said.statusCode()).isEqualTo(200);
        assertThat(said.headers().firstValue("content-type")).contains("application/yaml");
        assertThat(said.body()).isEmpty();
    }

    @Test
    void aPictureThatShowsNobodyIsNamed() {
        var nobody = TestPictures.neutral(TestPictures.png(200, 200));
        var one = Neutral.image(Photos.ONE);
        assertThat(about("verify", "{\"source\":" + nobody + ",\"target\":" + one + "}", "invalid_parameter"))
                .isEqualTo("/source");
        assertThat(about("verify", "{\"source\":" + one + ",\"target\":" + nobody + "}", "invalid_parameter"))
                .isEqualTo("/target");
        var bytes = Photos.bytes(Photos.ONE);
        var half = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, bytes.length / 2));
        var broken = "{\"bytes\":\"" + half + "\"}";
        assertThat(about("verify", "{\"source\":" + one + ",\"target\":" + broken + "}", "invalid_image"))
                .isEqualTo("/target");
        assertThat(about("detect", "{\"image\":" + broken + "}", "invalid_image"))
                .isEqualTo("/image");
        send(cast.hope(), "POST", "galleries", "{\"gallery\":\"named\"}").as("createGallery", 201);
        assertThat(about("galleries/named/identify", "{\"image\":" + nobody + "}", "invalid_parameter"))
                .isEqualTo("/image");
        assertThat(about("galleries/named/identify", "{\"face_id\":\"nobody\"}", "invalid_parameter"))
                .isEqualTo("/face_id");
        var token =
                send(cast.hope(), "GET", "galleries/named/faces?token=other").problem(400, "invalid_token");
        assertThat(token.json().at("/errors/0/parameter").asText()).isEqualTo("token");
        send(cast.hope(), "DELETE", "galleries/named").as("eraseGallery", 200);
    }

    private static String about(String path, String body, String type) {
        var problem = send(cast.hope(), "POST", path, body).problem(400, type).json();
        assertThat(problem.path("errors")).hasSize(1);
        return problem.at("/errors/0/pointer").asText();
    }

    /** The commands of the document make a client with the generator and the words of the build, and what it says runs. */
    @Test
    void theClientOfTheDocumentFindsAFace() throws Exception {
        var build = Files.readString(Path.of("pom.xml"));
        var commands = block("Any generator can make a client from the document.", 1);
        assertThat(build)
                .contains("<generatorName>python</generatorName>", "<packageName>facegate_client</packageName>");
        assertThat(commands).contains("-g python ", "--package-name facegate_client ", "/facegate/v1/openapi.yaml");
        var script = block("```python", 1)
                .replace("http://127.0.0.1:8080", gateway.calls().toString().replaceFirst("/$", ""))
                .replace("API_KEY", '"' + cast.hope().apiKey() + '"')
                .replace("photo.jpg", Photos.ONE.toAbsolutePath().toString());
        var python = new ProcessBuilder("/usr/bin/python3", "-c", script);
        python.environment()
                .put(
                        "PYTHONPATH",
                        Path.of("target/neutral-client").toAbsolutePath().toString());
        var result = Gateway.Result.of(python);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out().strip()).isEqualTo("1");
    }

    @Test
    void everyExampleIsOneOfItsSchema() {
        var asked = new TreeSet<String>();
        var answered = new TreeSet<String>();
        for (var path : neutral.document().path("paths")) {
            for (var operation : path) {
                var id = operation.path("operationId").asText();
                example(operation.path("requestBody"), id, asked);
                for (var response : operation.path("responses")) {
                    example(response, id, answered);
                }
            }
        }
        assertThat(asked).hasSize(9);
        assertThat(answered).isEqualTo(operations());
        var problem = neutral.document().at("/components/responses/Problem/content/application~1problem+json");
        assertThat(problem.path("examples")).hasSize(8);
        problem.path("examples").forEach(each -> neutral.conforms(problem, each.path("value")));
    }

    private static void example(JsonNode body, String operation, TreeSet<String> seen) {
        var content = body.path("content").path("application/json");
        if (content.has("example")) {
            neutral.conforms(content, content.path("example"));
            seen.add(operation);
        }
    }

    @Test
    void everyHeaderOfAPurposeIsInTheDocument() {
        var headers = new TreeSet<String>();
        neutral.document().path("components").path("parameters").forEach(one -> {
            if (one.path("in").asText().equals("header")) {
                headers.add(one.path("name").asText());
            }
        });
        assertThat(headers)
                .containsExactly(
                        "Facegate-Case",
                        "Facegate-Evidence",
                        "Facegate-On-Behalf-Of",
                        "Facegate-Place",
                        "Facegate-Purpose");
        for (var path : neutral.document().path("paths")) {
            if (path.path("post").path("operationId").asText().equals("fileAppeal")) {
                // No call, and for no purpose.
                continue;
            }
            assertThat(path.path("parameters").findValuesAsText("$ref"))
                    .filteredOn(ref -> !ref.endsWith("/Gallery"))
                    .hasSize(headers.size());
        }
    }

    private static TreeSet<String> operations() {
        var all = new TreeSet<String>();
        neutral.document()
                .path("paths")
                .forEach(path -> path.findValuesAsText("operationId").forEach(all::add));
        return all;
    }

    /** Every operation but those that the embedded engine has not was answered as described. */
    @AfterAll
    static void everyOperationWasAnswered() {
        var all = operations();
        all.removeAll(List.of("analyze", "detectPeople", "createLivenessSession", "readLivenessSession"));
        // They are no calls: PermissionsAndAppealsIT holds their answers against the document.
        all.removeAll(List.of("readPermissions", "fileAppeal", "readAppeal"));
        assertThat(neutral.answered()).isEqualTo(all);
    }
}
