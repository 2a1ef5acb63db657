package io.facegate.vendor.azure.wire;

import static io.facegate.Stage.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Town;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Reply;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Authenticator;
import io.facegate.identity.TokenVerifier;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.policy.PolicyEngine;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.fetch.Web;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azure Face's wire from its bytes to the embedded engine and back, under the shipped policies. */
class AzureFaceWireTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE = "franck_02159.jpg";
    private static final String SAME = "franck_03979.jpg";
    private static final String OTHER = "audrey.jpg";
    private static final String NO_FACE_ID = "?returnFaceId=false";

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private Ledger ledger;
    private EmbeddedProvider engine;
    private Gateway gate;
    private VendorCallHandler wire;

    @BeforeEach
    void open() throws IOException {
        ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(10)));
        engine = EmbeddedProvider.open(folder, () -> now);
        var policies = PolicyEngine.load(Path.of("policies"));
        var identity = new Authenticator(new Town(), TokenVerifier.trustingNoIssuer(), "rekognition");
        gate = new Gateway(identity, () -> policies, ledger, engine, engine);
        wire = new VendorCallHandler(gate, new AzureFaceWire());
    }

    @AfterEach
    void close() {
        engine.close();
        ledger.close();
    }

    @Test
    void detectsInPixelsWhatTheEngineSees() throws IOException {
        var faces = json(detect("hope", "sample5.jpg", NO_FACE_ID + "&returnFaceLandmarks=true"), 200);
        var picture = Album.photo("sample5.jpg");
        var seen = onRekognition("sample5.jpg");
        assertThat(faces).hasSize(5).hasSameSizeAs(seen);
        for (int at = 0; at < faces.size(); at++) {
            var box = seen.get(at);
            var rectangle = faces.get(at).get("faceRectangle");
            assertThat(rectangle.get("left").asInt())
                    .isCloseTo((int) Math.round(box.get("Left").asDouble() * picture.width()), within(1));
            assertThat(rectangle.get("top").asInt())
                    .isCloseTo((int) Math.round(box.get("Top").asDouble() * picture.height()), within(1));
            assertThat(rectangle.get("width").asInt())
                    .isCloseTo((int) Math.round(box.get("Width").asDouble() * picture.width()), within(1));
            assertThat(rectangle.get("height").asInt())
                    .isCloseTo((int) Math.round(box.get("Height").asDouble() * picture.height()), within(1));
            assertThat(faces.get(at).has("faceId")).isFalse();
            assertThat(faces.get(at).at("/faceLandmarks/noseTip/x").asDouble()).isBetween(1.0, picture.width() + 1.0);
        }
    }

    /** The boxes of the same picture on Rekognition's wire. */
    private List<JsonNode> onRekognition(String photo) throws IOException {
        var body = "{\"Image\":{\"Bytes\":\"" + Base64.getEncoder().encodeToString(Album.bytes(photo)) + "\"}}";
        var request = Requests.of(
                "POST /",
                "application/x-amz-json-1.1",
                body.getBytes(StandardCharsets.UTF_8),
                Map.of("X-Amz-Target", "RekognitionService.DetectFaces", "X-Api-Key", Town.keyOf("hope")));
        var answer = new VendorCallHandler(gate, new RekognitionWire()).handle(request);
        var boxes = new ArrayList<JsonNode>();
        json(answer, 200).get("FaceDetails").forEach(face -> boxes.add(face.get("BoundingBox")));
        return boxes;
    }

    @Test
    void facesKeptForADayAreComparedAndSearched() throws IOException {
        var one = faceId("hope", ONE);
        var same = faceId("hope", SAME);
        var other = faceId("hope", OTHER);
        var verified = verify("hope", one, same);
        assertThat(verified.get("isIdentical").asBoolean()).isTrue();
        assertThat(verified.get("confidence").asDouble()).isBetween(0.5, 1.0);
        assertThat(verify("hope", one, other).get("isIdentical").asBoolean()).isFalse();
        assertThat(verify("hope", one, other).get("confidence").asDouble()).isBetween(0.0, 0.5);
        var similar = similar(one, same, other, "matchPerson");
        assertThat(similar).hasSize(1);
        assertThat(similar.at("/0/faceId").asText()).isEqualTo(same);
        assertThat(similar(one, same, other, "matchFace")).hasSize(2);
    }

    @Test
    void aFaceIdIsGoneAfterItsTime() throws IOException {
        var one = faceId("hope", ONE);
        var same = faceId("hope", SAME);
        now = now.plus(Duration.ofDays(1)).minusMillis(1);
        assertThat(verify("hope", one, same).get("isIdentical").asBoolean()).isTrue();
        now = now.plusMillis(1);
        assertThat(error(verifying("hope", one, same), 404)).isEqualTo("FaceNotFound");
    }

    @Test
    void aFaceIdOfAnotherOrganisationIsNotFound() throws IOException {
        var one = faceId("hope", ONE);
        var same = faceId("hope", SAME);
        assertThat(error(verifying("beacon", one, same), 404)).isEqualTo("FaceNotFound");
    }

    @Test
    void policeAreToldWhyInTheVendorsOwnShape() throws IOException {
        var answer = detect("pd", ONE, NO_FACE_ID);
        assertThat(error(answer, 403)).isEqualTo("AccessDenied");
        var error = body(answer).get("error");
        assertThat(error.get("message").asText())
                .contains("microsoft-police-2020/us-police", "vendor_ban", "Microsoft, Azure AI Face", "Appeal: ");
        assertThat(error.at("/innererror/code").asText()).isEqualTo("vendor_ban");
        assertThat(header(answer, "Facegate-Decision")).isNotEmpty();
        assertThat(header(answer, "Facegate-Receipt")).contains(header(answer, "Facegate-Decision"));
    }

    @Test
    void withoutAnApprovalFacesMayBeFoundButNotKept() throws IOException {
        assertThat(body(send("hope", "POST /face/v1.2/detect" + NO_FACE_ID, Requests.BYTES, Album.bytes(ONE))))
                .hasSize(1);
        var kept = send("hope", "POST /face/v1.2/detect", Requests.BYTES, Album.bytes(ONE));
        assertThat(error(kept, 403)).isEqualTo("AccessDenied");
        assertThat(body(kept).at("/error/innererror/code").asText()).isEqualTo("approval_missing");
    }

    @Test
    void whatTheEngineCannotDoIsUnsupportedInTheVendorsOwnWords() throws IOException {
        var answer = approved("hope", "GET /face/v1.2/persongroups", "", new byte[0]);
        assertThat(error(answer, 403)).isEqualTo("InvalidRequest");
        assertThat(body(answer).at("/error/innererror/code").asText()).isEqualTo("UnsupportedFeature");
    }

    @Test
    void aStrangerIsToldSoAndNotJudged() throws IOException {
        var answer = wire.handle(Requests.of("GET /face/v1.2/persongroups", ""));
        assertThat(error(answer, 401)).isEqualTo("401");
        assertThat(header(answer, "Facegate-Decision")).isEmpty();
        var two = Requests.of(
                "GET /face/v1.2/persongroups",
                "",
                new byte[0],
                Map.of("Ocp-Apim-Subscription-Key", Town.keyOf("hope"), "ocp-apim-subscription-key", Town.keyOf("pd")));
        assertThat(error(wire.handle(two), 401)).isEqualTo("401");
    }

    @Test
    void whoSendsTwoCredentialsIsAStranger() throws IOException {
        var request = Requests.of(
                "GET /face/v1.2/persongroups",
                "",
                new byte[0],
                Map.of(
                        "Ocp-Apim-Subscription-Key",
                        Town.keyOf("hope"),
                        "Authorization",
                        "Bearer " + Town.keyOf("hope")));
        assertThat(error(wire.handle(request), 401)).isEqualTo("401");
    }

    @Test
    void whatIsTooMuchIsSaidInTheVendorsOwnShape() throws IOException {
        assertThat(error(wire.rejection(new Fault.Overloaded("Too many.")), 429))
                .isEqualTo("429");
        assertThat(error(wire.rejection(new Fault.TooLarge("Too large.")), 400)).isEqualTo("InvalidImageSize");
    }

    @Test
    void theVendorsWishToBeAskedLaterIsPassedOn() {
        var receipt = new Outcome.Receipt("log", "id", new byte[32]);
        var busy = new Reply.Verbatim(429, "{}".getBytes(), "429", new Reply.Envelope(OptionalInt.of(7), null));
        var call = AzureFaceRequestReader.read(Requests.of("GET /face/v1.2/persongroups", ""));
        var answer = AzureFaceOutcomeWriter.write(call, new Outcome.Answered(receipt, busy, Outcome.Advice.NONE, call));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(header(answer, "Retry-After")).isEqualTo("7");
    }

    @Test
    void aBearerTokenMayBeTheKey() throws IOException {
        var request = Requests.of(
                "POST /face/v1.2/detect" + NO_FACE_ID,
                Requests.BYTES,
                Album.bytes(ONE),
                Map.of("Authorization", "Bearer " + Town.keyOf("hope")));
        assertThat(json(wire.handle(request), 200)).hasSize(1);
    }

    @Test
    void theTokenOfATrustedIssuerIsTakenInPlaceOfAKey() throws IOException {
        var policies = PolicyEngine.load(Path.of("policies"));
        TokenVerifier issuer = (token, at) -> {
            if (!token.equals("signed")) {
                throw new Fault.Unauthenticated(Fault.Why.INVALID_SIGNATURE, "No.");
            }
            return new TokenVerifier.Claims("https://id.example", "hope", List.of(), "missing_child", List.of(), null);
        };
        var trusting = new VendorCallHandler(
                new Gateway(
                        new Authenticator(new Town(), issuer, "rekognition"), () -> policies, ledger, engine, engine),
                new AzureFaceWire());
        assertThat(json(trusting.handle(bearing("signed")), 200)).hasSize(1);
        assertThat(error(trusting.handle(bearing("forged")), 401)).isEqualTo("401");
        assertThat(error(wire.handle(bearing("signed")), 401)).isEqualTo("401");
    }

    private static HttpCall bearing(String token) {
        return Requests.of(
                "POST /face/v1.2/detect" + NO_FACE_ID,
                Requests.BYTES,
                Album.bytes(ONE),
                Map.of("Authorization", "Bearer " + token));
    }

    @Test
    void aPictureElsewhereAndAnUnknownPathAreRefused() throws IOException {
        var url = send(
                "hope",
                "POST /face/v1.2/detect" + NO_FACE_ID,
                Requests.JSON,
                "{\"url\":\"https://a.example\"}".getBytes());
        assertThat(body(url).at("/error/innererror/code").asText()).isEqualTo("url_not_registered");
        var unknown = send("hope", "POST /face/v1.2/minds", Requests.JSON, "{}".getBytes());
        assertThat(body(unknown).at("/error/innererror/code").asText()).isEqualTo("unknown_operation");
    }

    @Test
    void theEngineAnswersAPictureThatWasFetchedAsOneThatWasSent() throws Exception {
        var vertx = Vertx.vertx();
        try (var web = Web.start(folder).serves("/one.jpg", Album.bytes(ONE))) {
            var fetching = new VendorCallHandler(gate.withPictureFetcher(web.fetching(vertx)), new AzureFaceWire());
            var body = "{\"url\":\"https://" + Web.HOST + "/one.jpg\"}";
            var request = Requests.of(
                    "POST /face/v1.2/detect" + NO_FACE_ID,
                    Requests.JSON,
                    body.getBytes(StandardCharsets.UTF_8),
                    Map.of("Ocp-Apim-Subscription-Key", Town.keyOf("hope")));
            assertThat(json(fetching.handle(request), 200)).isEqualTo(json(detect("hope", ONE, NO_FACE_ID), 200));
        } finally {
            vertx.close();
        }
    }

    @Test
    void nothingIsAnsweredWhenTheDecisionCannotBeWrittenDown() throws IOException {
        ledger.close();
        assertThat(error(detect("hope", ONE, NO_FACE_ID), 503)).isEqualTo("ServiceUnavailable");
    }

    private JsonNode similar(String one, String same, String other, String mode) throws IOException {
        var body = "{\"faceId\":\"" + one + "\",\"faceIds\":[\"" + other + "\",\"" + same + "\"],\"mode\":\"" + mode
                + "\"}";
        return json(approved("hope", "POST /face/v1.2/findsimilars", Requests.JSON, body.getBytes()), 200);
    }

    private JsonNode verify(String who, String one, String other) throws IOException {
        return json(verifying(who, one, other), 200);
    }

    private HttpAnswer verifying(String who, String one, String other) {
        var body = "{\"faceId1\":\"" + one + "\",\"faceId2\":\"" + other + "\"}";
        return approved(who, "POST /face/v1.2/verify", Requests.JSON, body.getBytes());
    }

    private String faceId(String who, String photo) throws IOException {
        return json(detect(who, photo, ""), 200).at("/0/faceId").asText();
    }

    private HttpAnswer detect(String who, String photo, String query) {
        return approved(who, "POST /face/v1.2/detect" + query, Requests.BYTES, Album.bytes(photo));
    }

    private HttpAnswer approved(String who, String target, String type, byte[] body) {
        return wire.handle(Requests.of(
                target,
                type,
                body,
                Map.of(
                        "Ocp-Apim-Subscription-Key",
                        Town.keyOf(who),
                        "Facegate-Evidence",
                        "verify-approval-of-" + who + ",identify-approval-of-" + who)));
    }

    private HttpAnswer send(String who, String target, String type, byte[] body) {
        return wire.handle(Requests.of(target, type, body, Map.of("Ocp-Apim-Subscription-Key", Town.keyOf(who))));
    }

    private static JsonNode json(HttpAnswer answer, int status) throws IOException {
        assertThat(answer.status()).as(new String(answer.body())).isEqualTo(status);
        return body(answer);
    }

    private static JsonNode body(HttpAnswer answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static String error(HttpAnswer answer, int status) throws IOException {
        return json(answer, status).at("/error/code").asText();
    }
}
