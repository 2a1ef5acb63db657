package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.vision.v1.AnnotateImageRequest;
import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.protobuf.ByteString;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mistake in a request, on every wire: told as the vendor's validation error, recorded as refused, never sent. */
class MistakesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PICTURE = Base64.getEncoder().encodeToString(Stage.PIXELS);
    private static final String ANY = "  - {id: all, effect: permit, match: {organisation: nonprofit}}\n";
    private static final String BAN = """
          - id: nobody
            effect: refuse
            match: {capability: %s}
            reason: {code: house_rule, text: Nobody does this here.}
            citation: {ref: A house rule, checked: 2026-11-24}
        """;

    @TempDir
    private Path data;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Stage.ledger(data.resolve("ledger"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** One mistake for each kind of failure that a wire can find. */
    private enum Case {
        WORD(
                new RekognitionWire(),
                "DetectFaces",
                json("{IMAGE,\"Attributes\":[\"BOGUS\",\"DEFAULT\",7]}"),
                "unknown_value",
                "Attributes[0] is 'BOGUS', Attributes[2] is 7.",
                "EMOTIONS"),
        NO_LIST(
                new RekognitionWire(),
                "DetectFaces",
                json("{IMAGE,\"Attributes\":\"ALL\"}"),
                "unknown_value",
                "Attributes is 'ALL'",
                "a list of these"),
        CASE(
                new RekognitionWire(),
                "DetectFaces",
                json("{IMAGE,\"attributes\":[\"ALL\"]}"),
                "unknown_parameter",
                "The parameter 'attributes' is not known",
                "Attributes, Image"),
        PART(
                new RekognitionWire(),
                "DetectFaces",
                json("{\"Image\":{\"bytes\":\"\"}}"),
                "unknown_parameter",
                "'Image.bytes'",
                "Bytes, S3Object"),
        TWICE(
                new RekognitionWire(),
                "DetectFaces",
                json("{IMAGE,\"Attributes\":[],\"Attributes\":[]}"),
                "duplicate_key",
                "'/Attributes'",
                "twice"),
        EMPTY(new RekognitionWire(), "DetectFaces", json(""), "malformed_body", "The body is empty", "JSON object"),
        BASE64(
                new RekognitionWire(),
                "DetectFaces",
                json("{\"Image\":{\"Bytes\":\"Q Q\"}}"),
                "malformed_body",
                "'/Image/Bytes'",
                "base64"),
        FACE_WORD(
                new AzureFaceWire(),
                "POST /face/v1.0/detect?returnFaceId=false&returnFaceAttributes=bogus,age,wrong",
                Stage.PIXELS,
                "unknown_value",
                "returnFaceAttributes is 'bogus', 'wrong'.",
                "headPose"),
        FACE_FLAG(
                new AzureFaceWire(),
                "POST /face/v1.0/detect?returnFaceId=False",
                Stage.PIXELS,
                "unknown_value",
                "returnFaceId is 'False'",
                "false, true"),
        FACE_NAME(
                new AzureFaceWire(),
                "POST /face/v1.0/detect?returnFaceID=false",
                Stage.PIXELS,
                "unknown_parameter",
                "'returnFaceID'",
                "returnFaceId"),
        FACE_EMPTY(
                new AzureFaceWire(),
                "POST /face/v1.0/detect?returnFaceId=false",
                new byte[0],
                "malformed_body",
                "The body is empty",
                "application/octet-stream"),
        VISION_WORD(
                new AzureVisionWire(),
                "POST /vision/v3.2/analyze?visualFeatures=Bogus",
                Stage.PIXELS,
                "unknown_value",
                "visualFeatures is 'Bogus'",
                "Faces"),
        VISION_NONE(
                new AzureVisionWire(),
                "POST /computervision/imageanalysis:analyze?api-version=2024-02-01",
                Stage.PIXELS,
                "unknown_value",
                "features is missing",
                "people"),
        VISION_VERSION(
                new AzureVisionWire(),
                "POST /computervision/imageanalysis:analyze?features=people",
                Stage.PIXELS,
                "unknown_value",
                "api-version is missing",
                "2024-02-01"),
        GOOGLE_WORD(
                new GoogleVisionWire(),
                "POST /v1/images:annotate",
                json("{\"requests\":[{GOOGLE," + "\"features\":[{\"type\":\"FACE_RECOGNITION\"}]}]}"),
                "unknown_value",
                "requests[0].features[0].type is 'FACE_RECOGNITION'",
                "FACE_DETECTION"),
        GOOGLE_SNAKE(
                new GoogleVisionWire(),
                "POST /v1/images:annotate",
                json("{\"requests\":[{GOOGLE," + "\"features\":[{\"type\":\"FACE_DETECTION\",\"max_results\":1}]}]}"),
                "unknown_parameter",
                "'max_results'",
                "maxResults"),
        GOOGLE_NAME(
                new GoogleVisionWire(),
                "POST /v1/images:annotate",
                json("{\"requests\":[{GOOGLE," + "\"features\":[{\"type\":\"FACE_DETECTION\",\"bogus\":1}]}]}"),
                "unknown_parameter",
                "'requests[0].features[0].bogus'",
                "maxResults, model, type"),
        GOOGLE_EMPTY(
                new GoogleVisionWire(),
                "POST /v1/images:annotate",
                new byte[0],
                "malformed_body",
                "The body is empty",
                "application/json"),
        COMPREFACE_WORD(
                new CompreFaceWire(),
                "POST /api/v1/detection/detect?face_plugins=bogus,age,wrong",
                json("{\"file\":\"PICTURE\"}"),
                "unknown_value",
                "face_plugins is 'bogus', 'wrong'.",
                "landmarks"),
        COMPREFACE_NAME(
                new CompreFaceWire(),
                "POST /api/v1/detection/detect?plugins=age",
                json("{\"file\":\"PICTURE\"}"),
                "unknown_parameter",
                "'plugins'",
                "face_plugins"),
        FACEPLUSPLUS_WORD(
                new FacePlusPlusWire(),
                "POST /facepp/v3/detect",
                form("&return_attributes=bogus,age,wrong"),
                "unknown_value",
                "return_attributes is 'bogus', 'wrong'.",
                "headpose"),
        FACEPLUSPLUS_NAME(
                new FacePlusPlusWire(),
                "POST /facepp/v3/detect",
                form("&attributes=age"),
                "unknown_parameter",
                "'attributes'",
                "return_attributes"),
        NEUTRAL_WORD(
                new NeutralWire(),
                "POST /facegate/v1/analyze",
                json("{\"image\":{\"bytes\":\"PICTURE\"},\"attributes\":[\"soul\"]}"),
                "unknown_value",
                "attribute",
                "emotion"),
        GRPC_WORD(
                new GoogleGrpcWire(),
                "POST /google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages",
                grpc(),
                "unknown_value",
                "requests[0].features[0].type is 99",
                "FACE_DETECTION");

        private final VendorWire wire;
        private final String target;
        private final byte[] body;
        private final String code;
        private final String names;
        private final String takes;

        Case(VendorWire wire, String target, byte[] body, String code, String names, String takes) {
            this.wire = wire;
            this.target = target;
            this.body = body;
            this.code = code;
            this.names = names;
            this.takes = takes;
        }

        HttpAnswer send(VendorCallHandler wire) {
            if (this.wire instanceof RekognitionWire) {
                return wire.handle(rekognition(target, body));
            }
            var type = this.wire instanceof GoogleGrpcWire
                    ? "application/grpc"
                    : this.wire instanceof FacePlusPlusWire
                            ? "application/x-www-form-urlencoded"
                            : body.length > 0 && body[0] == '{' ? "application/json" : "application/octet-stream";
            return wire.handle(Stage.arrival(target, body, NOW, "Content-Type", type, "X-Api-Key", "any"));
        }

        /** True if the answer is the vendor's own validation error. */
        boolean isValidationError(HttpAnswer answer) throws Exception {
            if (wire instanceof GoogleGrpcWire) {
                return trailer(answer, "grpc-status").equals("3");
            }
            var json = JSON.readTree(answer.body());
            var word = switch (wire) {
                case RekognitionWire _ -> json.path("__type").asText().equals("InvalidParameterException");
                case AzureFaceWire _ -> json.at("/error/code").asText().equals("BadArgument");
                case AzureVisionWire _ ->
                    json.at("/error/code").asText().equals("InvalidRequest")
                            && json.at("/error/innererror/code").asText().equals("BadArgument");
                case GoogleVisionWire _ -> json.at("/error/status").asText().equals("INVALID_ARGUMENT");
                case CompreFaceWire _ -> json.path("code").asInt() == 26;
                case FacePlusPlusWire _ -> json.path("error_message").asText().startsWith("BAD_ARGUMENTS: ");
                default -> json.path("type").asText().equals("urn:facegate:problem:" + code);
            };
            return word && answer.status() == 400;
        }

        String message(HttpAnswer answer) {
            return wire instanceof GoogleGrpcWire
                    ? trailer(answer, "grpc-message").replace("%27", "'")
                    : Stage.text(answer).replace("\\u0027", "'");
        }

        private static String trailer(HttpAnswer answer, String name) {
            return Stage.header(answer, name);
        }

        private static byte[] json(String body) {
            return body.replace("IMAGE", "\"Image\":{\"Bytes\":\"" + PICTURE + "\"}")
                    .replace("GOOGLE", "\"image\":{\"content\":\"" + PICTURE + "\"}")
                    .replace("PICTURE", PICTURE)
                    .getBytes(UTF_8);
        }

        private static byte[] form(String more) {
            return ("image_base64=" + PICTURE.replace("+", "%2B") + more).getBytes(UTF_8);
        }

        private static byte[] grpc() {
            var message = BatchAnnotateImagesRequest.newBuilder()
                    .addRequests(AnnotateImageRequest.newBuilder()
                            .setImage(Image.newBuilder().setContent(ByteString.copyFrom(Stage.PIXELS)))
                            .addFeatures(Feature.newBuilder().setTypeValue(99)))
                    .build()
                    .toByteArray();
            return ByteBuffer.allocate(5 + message.length)
                    .put((byte) 0)
                    .putInt(message.length)
                    .put(message)
                    .array();
        }
    }

    /** One whom nothing reaches. */
    private static final class Unreached implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new AssertionError("was sent");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldAsTheVendorsValidationErrorAndRecordedAsRefused(Case mistake) throws Exception {
        var answer = mistake.send(wire(mistake, ANY, caller("nonprofit.child_protection")));

        assertThat(mistake.isValidationError(answer))
                .as(mistake.message(answer))
                .isTrue();
        assertThat(mistake.message(answer))
                .contains(mistake.names, mistake.takes)
                .doesNotContain(PICTURE);
        var record = record(decision(answer));
        assertThat(record.path("verdict").asText()).isEqualTo("refuse");
        assertThat(record.path("code").asText()).isEqualTo(mistake.code);
        assertThat(record.path("doubt").asText()).isEqualTo(mistake.code);
    }

    @ParameterizedTest
    @EnumSource
    void isNotToldToThoseWhomACorrectionWouldNotHelp(Case mistake) throws Exception {
        var answer = mistake.send(wire(mistake, ANY, caller("law_enforcement.police")));

        assertThat(mistake.isValidationError(answer))
                .as(mistake.message(answer))
                .isEqualTo(isOpen(mistake));
        if (!isOpen(mistake)) {
            assertThat(mistake.message(answer)).contains("no_rule_permits");
            var record = record(decision(answer));
            assertThat(record.path("rule").asText()).isEqualTo("facegate/no_rule_permits");
            assertThat(record.has("doubt")).isFalse();
        }
    }

    /** True if nothing could be read that says what the call does, so that it might be anything. */
    private static boolean isOpen(Case mistake) {
        return switch (mistake) {
            case GOOGLE_WORD, GOOGLE_EMPTY, GRPC_WORD, VISION_WORD, VISION_NONE -> true;
            default -> false;
        };
    }

    @Test
    void theWordsThatAreKnownAreDecidedOn() throws Exception {
        var word = Case.WORD;
        var handler = wire(word, ANY + BAN.formatted("analyze.gender"), caller("nonprofit.child_protection"));
        var body = Case.json("{IMAGE,\"Attributes\":[\"BOGUS\",\"GENDER\"]}");

        var answer = handler.handle(rekognition("DetectFaces", body));

        assertThat(Stage.text(answer)).contains("AccessDeniedException", "house/nobody");
    }

    @Test
    void theWordsBehindAnUnknownOneAreDecidedOn() throws Exception {
        var word = Case.FACEPLUSPLUS_WORD;
        var handler = wire(word, ANY + BAN.formatted("analyze.gender"), caller("nonprofit.child_protection"));

        var arrival = Stage.arrival(
                word.target,
                Case.form("&return_attributes=bogus,gender"),
                NOW,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Api-Key",
                "any");

        assertThat(Stage.text(handler.handle(arrival))).contains("AUTHORIZATION_ERROR", "house/nobody");
    }

    @Test
    void aThresholdThatCannotBeReadIsSupposedToBeCorrected() throws Exception {
        var rules = "  - {id: sure, effect: permit, match: {organisation: nonprofit, threshold: {at_least: 0.9}}}\n";
        var handler = wire(Case.WORD, rules, caller("nonprofit.child_protection"));
        var body = ("{\"CollectionId\":\"c\",\"Image\":{\"Bytes\":\"" + PICTURE + "\"},\"FaceMatchThreshold\":\"99\"}")
                .getBytes(UTF_8);

        var answer = handler.handle(rekognition("SearchFacesByImage", body));

        assertThat(Stage.text(answer)).contains("InvalidParameterException", "FaceMatchThreshold must be a number");
        assertThat(record(decision(answer)).path("verdict").asText()).isEqualTo("refuse");
    }

    @Test
    void aLongOrStrangeValueIsNotRepeated() throws Exception {
        var handler = wire(Case.WORD, ANY, caller("nonprofit.child_protection"));
        for (var value : new String[] {PICTURE, "<script>\\u001b[31m\\u202e"}) {
            var body = Case.json("{IMAGE,\"Attributes\":[\"" + value + "\"]}");

            var answer = handler.handle(rekognition("DetectFaces", body));

            assertThat(JSON.readTree(answer.body()).path("Message").asText())
                    .matches("Attributes\\[0] is ('<script>\\?\\[31m\\?'|a text of \\d+ characters)\\. It takes .*");
        }
    }

    private static HttpCall rekognition(String operation, byte[] body) {
        return Stage.arrival(
                "POST /",
                body,
                NOW,
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "RekognitionService." + operation,
                "X-Api-Key",
                "any");
    }

    private VendorCallHandler wire(Case mistake, String rules, Caller caller) throws Exception {
        PolicyEngine policies = Stage.policies(data.resolve("packs"), Map.of(), rules);
        var gate = new io.facegate.gateway.Gateway(
                (credential, now) -> caller, () -> policies, ledger, new Unreached(), (by, picture) -> 1);
        return new VendorCallHandler(gate, mistake.wire);
    }

    private static Caller caller(String type) {
        return TestCaller.of(TestOrganisation.of("o", type)
                        .in("US-OR")
                        .purposes("missing_child")
                        .build())
                .purpose("missing_child")
                .in("US-OR")
                .by("api_key", "key")
                .build();
    }

    /** gRPC has all names of headers in lower case. */
    private static String decision(HttpAnswer answer) {
        return Stage.header(answer, "Facegate-Decision") + Stage.header(answer, "facegate-decision");
    }

    private JsonNode record(String id) throws Exception {
        try (var archive = RecordSearch.open(data.resolve("ledger"))) {
            for (var entry : archive.find(RecordQuery.matchAll(10))) {
                var record = JSON.readTree(entry.json());
                if (record.path("id").asText().equals(id)) {
                    return record;
                }
            }
        }
        throw new AssertionError(id + " is not on record");
    }
}
