package io.facegate.vendor.compreface.wire;

import static io.facegate.Stage.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Stage;
import io.facegate.Town;
import io.facegate.call.RequestPayload;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Authenticator;
import io.facegate.identity.Credential;
import io.facegate.identity.TokenVerifier;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CompreFace's wire from a request's bytes to an answer's, over the embedded engine. */
class CompreFaceWireTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE = "franck_02159.jpg";
    private static final String SAME = "franck_03979.jpg";
    private static final String OTHER = "audrey.jpg";
    private static final String CROWD = "sample5.jpg";

    @TempDir
    private Path folder;

    private Ledger ledger;
    private EmbeddedProvider engine;
    private Gateway gate;
    private VendorCallHandler wire;

    @BeforeEach
    void open() throws IOException {
        ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(10)));
        engine = EmbeddedProvider.open(folder, () -> Instant.parse("2026-11-24T12:00:00Z"));
        open("");
    }

    /** @param rules of the house, beside the base pack */
    private void open(String rules) throws IOException {
        var all = "  - {id: all, effect: permit, match: {provider: [compreface, rekognition], organisation:"
                + " nonprofit}}\n";
        var policies = Stage.policies(folder.resolve("packs" + rules.length()), Map.of(), all + rules);
        var identity = new Authenticator(new Town(), TokenVerifier.trustingNoIssuer(), "rekognition");
        gate = new Gateway(identity, () -> policies, ledger, engine, engine);
        wire = new VendorCallHandler(gate, new CompreFaceWire());
    }

    @AfterEach
    void close() {
        engine.close();
        ledger.close();
    }

    @Test
    void detectsInPixelsWhatTheEngineSeesOnAnyWire() throws IOException {
        var faces = json(form("hope", "POST /api/v1/detection/detect?face_plugins=pose", CROWD), 200)
                .get("result");
        var picture = Album.photo(CROWD);
        var seen = json(rekognition("DetectFaces", "\"Image\":{\"Bytes\":\"" + base64(CROWD) + "\"}"), 200)
                .get("FaceDetails");
        assertThat(faces).hasSize(5).hasSameSizeAs(seen);
        for (int at = 0; at < faces.size(); at++) {
            var box = seen.get(at).get("BoundingBox");
            var own = faces.get(at).get("box");
            assertThat(own.get("x_min").asInt())
                    .isCloseTo((int) Math.round(box.get("Left").asDouble() * picture.width()), within(1));
            assertThat(own.get("y_max").asInt())
                    .isCloseTo(
                            (int) Math.round((box.get("Top").asDouble()
                                            + box.get("Height").asDouble())
                                    * picture.height()),
                            within(1));
            assertThat(own.get("probability").asDouble()).isBetween(0.5, 1.0);
            assertThat(faces.get(at).at("/pose/yaw").isNumber()).isTrue();
        }
        assertThat(json(form("hope", "POST /api/v1/detection/detect?limit=2", CROWD), 200)
                        .get("result"))
                .hasSize(2);
    }

    @Test
    void subjectsAreTaughtRecognisedListedRenamedAndErased() throws IOException {
        var id = teach("hope", "Franck D", ONE);
        teach("hope", "Audrey", OTHER);
        var result = json(form("hope", "POST /api/v1/recognition/recognize?prediction_count=2", SAME), 200)
                .get("result");
        assertThat(result).hasSize(1);
        assertThat(result.at("/0/subjects/0/subject").asText()).isEqualTo("Franck D");
        assertThat(result.at("/0/subjects/0/similarity").asDouble()).isBetween(0.5, 1.0);
        assertThat(result.at("/0/subjects/1/subject").asText()).isEqualTo("Audrey");
        assertThat(result.at("/0/subjects/1/similarity").asDouble()).isBetween(0.0, 0.5);

        var verified = json(form("hope", "POST /api/v1/recognition/faces/" + id + "/verify", SAME), 200);
        assertThat(verified.at("/result/0/similarity").asDouble()).isBetween(0.5, 1.0);

        assertThat(get("hope", "GET /api/v1/recognition/subjects").toString())
                .isEqualTo("{\"subjects\":[\"Audrey\",\"Franck D\"]}");
        var page = get("hope", "GET /api/v1/recognition/faces?page=1&size=1");
        assertThat(page.at("/faces/0/subject").asText()).isEqualTo("Audrey");
        assertThat(page.get("total_elements").asInt()).isEqualTo(2);
        assertThat(page.get("total_pages").asInt()).isEqualTo(2);
        assertThat(get("hope", "GET /api/v1/recognition/faces?subject=Audrey").get("faces"))
                .hasSize(1);

        var renamed =
                json(send("hope", "PUT /api/v1/recognition/subjects/Franck%20D", "{\"subject\":\"Audrey\"}"), 200);
        assertThat(renamed.get("updated").asBoolean()).isTrue();
        assertThat(get("hope", "GET /api/v1/recognition/faces?subject=Audrey").get("faces"))
                .hasSize(2);

        assertThat(get("hope", "DELETE /api/v1/recognition/faces/" + id).toString())
                .isEqualTo("{\"image_id\":\"" + id + "\",\"subject\":\"Audrey\"}");
        assertThat(get("hope", "DELETE /api/v1/recognition/subjects/Audrey").toString())
                .isEqualTo("{\"subject\":\"Audrey\"}");
        assertThat(get("hope", "GET /api/v1/recognition/subjects").get("subjects"))
                .isEmpty();
    }

    /** The collection is one on every wire. */
    @Test
    void whatIsTaughtHereIsACollectionOnAnotherWire() throws IOException {
        teach("hope", "Franck", ONE);
        var found = json(
                rekognition(
                        "SearchFacesByImage",
                        "\"CollectionId\":\"compreface\",\"Image\":{\"Bytes\":\"" + base64(SAME) + "\"}"),
                200);
        assertThat(found.at("/FaceMatches/0/Face/ExternalImageId").asText()).isEqualTo("Franck");
    }

    @Test
    void severalExamplesAreErasedAtOnceAndUnknownOnesLeftOut() throws IOException {
        var id = teach("hope", "Franck", ONE);
        var erased = json(
                send("hope", "POST /api/v1/recognition/faces/delete", "[\"" + id + "\",\"" + Requests.ID + "\"]"), 200);
        assertThat(erased).hasSize(1);
        assertThat(erased.at("/0/subject").asText()).isEqualTo("Franck");
        teach("hope", "Franck", ONE);
        assertThat(get("hope", "DELETE /api/v1/recognition/faces?subject=Franck")
                        .toString())
                .isEqualTo("{\"deleted\":1}");
        teach("hope", "Franck", ONE);
        assertThat(get("hope", "DELETE /api/v1/recognition/subjects").toString())
                .isEqualTo("{\"deleted\":1}");
    }

    @Test
    void twoPicturesAreCompared() throws IOException {
        var same = json(verify(ONE, SAME), 200);
        assertThat(same.at("/result/0/source_image_face/box/probability").asDouble())
                .isPositive();
        assertThat(same.at("/result/0/face_matches/0/similarity").asDouble()).isBetween(0.5, 1.0);
        assertThat(json(verify(ONE, OTHER), 200)
                        .at("/result/0/face_matches/0/similarity")
                        .asDouble())
                .isBetween(0.0, 0.5);
    }

    /** Nothing of one organisation is anything to another. */
    @Test
    void whatOneKeepsAnotherNeitherSeesNorErases() throws IOException {
        var id = teach("hope", "Franck", ONE);
        assertThat(get("beacon", "GET /api/v1/recognition/subjects").get("subjects"))
                .isEmpty();
        assertThat(json(form("beacon", "POST /api/v1/recognition/recognize", SAME), 200)
                        .at("/result/0/subjects"))
                .isEmpty();
        assertThat(code(form("beacon", "POST /api/v1/recognition/faces/" + id + "/verify", SAME), 404))
                .isEqualTo(44);
        assertThat(code(send("beacon", "DELETE /api/v1/recognition/faces/" + id, ""), 404))
                .isEqualTo(44);
        assertThat(code(send("beacon", "DELETE /api/v1/recognition/subjects/Franck", ""), 404))
                .isEqualTo(42);
        assertThat(get("beacon", "DELETE /api/v1/recognition/subjects").toString())
                .isEqualTo("{\"deleted\":0}");
        assertThat(get("hope", "GET /api/v1/recognition/subjects").get("subjects"))
                .hasSize(1);
    }

    @Test
    void aRefusalSaysWhyAndNamesItsDecision() throws IOException {
        var answer = form("pd", "POST /api/v1/recognition/recognize", ONE);
        assertThat(code(answer, 403)).isEqualTo(1);
        assertThat(body(answer).get("message").asText())
                .contains("Reason: ", "Decision: " + header(answer, "Facegate-Decision"));
        assertThat(header(answer, "Facegate-Decision")).isNotEmpty();
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    }

    @Test
    void obligationsLowerWhatIsAskedAndWhatIsGiven() throws IOException {
        teach("hope", "Franck", ONE);
        teach("hope", "Audrey", OTHER);
        open("""
              - id: asks
                effect: oblige
                match: {provider: compreface}
                obligations: {redact: [analyze.age], min_similarity: 0.85, max_results: 1}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
        var result = json(
                        form("hope", "POST /api/v1/recognition/recognize?prediction_count=2&face_plugins=age", SAME),
                        200)
                .get("result");
        assertThat(result.at("/0/subjects")).hasSize(1);
        assertThat(json(form("hope", "POST /api/v1/detection/detect", CROWD), 200)
                        .get("result"))
                .hasSize(1);
        assertThat(get("hope", "GET /api/v1/recognition/faces").get("faces")).hasSize(1);
        assertThat(body(send("hope", "GET /api/v1/recognition/faces?page=1", ""))
                        .get("message")
                        .asText())
                .contains("obligation_unenforceable");
    }

    @Test
    void keepingPicturesShortIsMoreThanThisVendorDoes() throws IOException {
        open("""
              - id: asks
                effect: oblige
                match: {provider: compreface}
                obligations: {retention: {pictures: P1D}}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
        var answer = form("hope", "POST /api/v1/recognition/faces?subject=Franck", ONE);
        assertThat(body(answer).get("message").asText()).contains("obligation_unenforceable");
    }

    @Test
    void aStrangerIsToldSoAndNotJudged() throws IOException {
        assertThat(code(wire.handle(Requests.of("GET /api/v1/recognition/subjects")), 400))
                .isEqualTo(20);
        var unknown =
                Requests.of("GET /api/v1/recognition/subjects", "", new byte[0], Map.of("x-api-key", "FGAKNOBODY"));
        assertThat(code(wire.handle(unknown), 404)).isEqualTo(10);
        assertThat(header(wire.handle(unknown), "Facegate-Decision")).isEmpty();
    }

    @Test
    void nothingIsAnsweredWhenTheDecisionCannotBeWrittenDown() throws IOException {
        ledger.close();
        assertThat(code(form("hope", "POST /api/v1/detection/detect", ONE), 503))
                .isZero();
    }

    private String teach(String who, String subject, String photo) throws IOException {
        var target = "POST /api/v1/recognition/faces?subject=" + subject.replace(" ", "%20");
        var kept = json(form(who, target, photo), 201);
        assertThat(kept.get("subject").asText()).isEqualTo(subject);
        return kept.get("image_id").asText();
    }

    private HttpAnswer verify(String source, String target) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("source_image", Album.bytes(source));
        files.put("target_image", Album.bytes(target));
        return send("hope", "POST /api/v1/verification/verify", Requests.FORM, Requests.form(files));
    }

    private HttpAnswer form(String who, String target, String photo) {
        return send(who, target, Requests.FORM, Requests.form(Map.of("file", Album.bytes(photo))));
    }

    private JsonNode get(String who, String target) throws IOException {
        return json(send(who, target, ""), 200);
    }

    private HttpAnswer send(String who, String target, String json) {
        return send(who, target, json.isEmpty() ? "" : Requests.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private HttpAnswer send(String who, String target, String type, byte[] body) {
        return wire.handle(Requests.of(target, type, body, Map.of("x-api-key", Town.keyOf(who))));
    }

    private HttpAnswer rekognition(String operation, String body) {
        var headers = List.of(
                Map.entry("X-Api-Key", Town.keyOf("hope")),
                Map.entry("Content-Type", "application/x-amz-json-1.1"),
                Map.entry("X-Amz-Target", "RekognitionService." + operation));
        var head = new Credential.Request("POST", "/", "", headers, "127.0.0.0/24", true);
        var bytes = ('{' + body + '}').getBytes(StandardCharsets.UTF_8);
        return new VendorCallHandler(gate, new RekognitionWire())
                .handle(new HttpCall(head, new RequestPayload(bytes), Requests.NOW));
    }

    private static String base64(String photo) {
        return Base64.getEncoder().encodeToString(Album.bytes(photo));
    }

    private static JsonNode json(HttpAnswer answer, int status) throws IOException {
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        return body(answer);
    }

    private static JsonNode body(HttpAnswer answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static int code(HttpAnswer answer, int status) throws IOException {
        return json(answer, status).get("code").asInt();
    }
}
