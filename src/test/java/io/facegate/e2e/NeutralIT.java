package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Gateway.Key;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
                {"applied":0.8,"source":"provider_default"}"""));
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
        send(hope, "POST", "galleries", "{\"gallery\":\"children\"}").as("createGallery", 201);
        send(hope, "POST", "galleries", "{\"gallery\":\"children\"}").problem(409, "already_exists");
        var kept = send(
                        hope,
                        "POST",
                        "galleries/children/faces",
                        "{\"image\":" + Neutral.image(Photos.ONE) + ",\"external_id\":\"case-7\",\"max_faces\":1}")
                .as("enroll", 201)
                .json();
        var face = kept.path("faces").path(0).path("face_id").asText();
        var found = send(hope, "POST", "galleries/children/identify", "{\"image\":" + Neutral.image(Photos.SAME) + "}")
                .as("identify", 200)
                .json();
        assertThat(found.path("candidates").path(0).path("face_id").asText()).isEqualTo(face);
        assertThat(found.path("candidates").path(0).path("external_id").asText())
                .isEqualTo("case-7");
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
                 "galleries":["generated"],"refused":["ForbiddenException",403,"banned",true],"decision":true}"""));
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
        var strange = Map.of(
                send(cast.hope(), "POST", "detects", image + "}"), "unknown_operation",
                send(cast.hope(), "PUT", "detect", image + "}"), "unknown_operation",
                send(cast.hope(), "POST", "Detect", image + "}"), "unknown_operation",
                send(cast.hope(), "POST", "detect/", image + "}"), "unknown_operation",
                send(cast.hope(), "POST", "galleries/%2e%2e/identify", image + "}"), "unknown_operation",
                send(cast.hope(), "POST", "detect?debug=1", image + "}"), "unknown_parameter",
                send(cast.hope(), "POST", "detect", image + ",\"mode\":1}"), "unknown_parameter",
                send(cast.hope(), "POST", "detect", image + "," + image.substring(1) + "}"), "duplicate_key",
                send(cast.hope(), "GET", "galleries?token=a&token=b"), "duplicate_key",
                send(cast.hope(), "POST", "analyze", image + ",\"attributes\":[\"soul\"]}"), "unknown_value");
        strange.forEach((said, code) -> {
            said.problem(403, "refused");
            assertThat(said.json().path("code").asText())
                    .as(said.response().uri().toString())
                    .isEqualTo(code);
            assertThat(said.response().headers().firstValue("facegate-decision"))
                    .isPresent();
        });
        assertThat(strange).hasSize(10);
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
        assertThat(asked).hasSize(7);
        assertThat(answered).isEqualTo(operations());
        var problem = neutral.document().at("/components/responses/Problem/content/application~1problem+json");
        assertThat(problem.path("examples")).hasSize(6);
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
        all.removeAll(List.of("analyze", "createLivenessSession", "readLivenessSession"));
        assertThat(neutral.answered()).isEqualTo(all);
    }
}
