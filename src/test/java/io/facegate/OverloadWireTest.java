package io.facegate;

import static io.facegate.Stage.header;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.vision.v1.AnnotateImageRequest;
import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.protobuf.ByteString;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Dialect;
import io.facegate.ingress.azure.AzureFaceDialect;
import io.facegate.ingress.azure.vision.AzureVisionDialect;
import io.facegate.ingress.compreface.CompreFaceDialect;
import io.facegate.ingress.google.GoogleVisionDialect;
import io.facegate.ingress.google.grpc.GrpcDialect;
import io.facegate.ingress.neutral.NeutralDialect;
import io.facegate.ingress.rekognition.RekognitionDialect;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.Archive;
import io.facegate.ledger.search.Query;
import io.facegate.provider.Provider;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each wire says when the face engine has no room: its own throttling error, with the time to wait, and a fault on record.
 * The calls whose faces are counted first are in HiddenCrowdTest.
 */
class OverloadWireTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String PICTURE = Base64.getEncoder().encodeToString(Stage.PIXELS);

    @TempDir
    private Path data;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Stage.ledger(data);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Every wire, with a call that detects faces. */
    enum Detects {
        REKOGNITION(new RekognitionDialect(), 400, "ThrottlingException"),
        AZURE_FACE(new AzureFaceDialect(), 429, "\"code\":\"429\""),
        AZURE_VISION(new AzureVisionDialect(), 429, "\"code\":\"429\""),
        GOOGLE(new GoogleVisionDialect(), 429, "RESOURCE_EXHAUSTED"),
        GOOGLE_GRPC(new GrpcDialect(), 200, ""),
        COMPREFACE(new CompreFaceDialect(), 429, "\"code\":0"),
        NEUTRAL(new NeutralDialect(), 429, "urn:facegate:problem:overloaded");

        private final Dialect dialect;
        private final int status;
        private final String throttled;

        Detects(Dialect dialect, int status, String throttled) {
            this.dialect = dialect;
            this.status = status;
            this.throttled = throttled;
        }

        private String target() {
            return switch (this) {
                case REKOGNITION -> "POST /";
                case AZURE_FACE -> "POST /face/v1.0/detect?returnFaceId=false";
                case AZURE_VISION -> "POST /vision/v3.2/analyze?visualFeatures=Faces";
                case GOOGLE -> "POST /v1/images:annotate";
                case GOOGLE_GRPC -> "POST /google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages";
                case COMPREFACE -> "POST /api/v1/detection/detect";
                case NEUTRAL -> "POST /facegate/v1/detect";
            };
        }

        private byte[] body() {
            return switch (this) {
                case REKOGNITION -> ("{\"Image\":{\"Bytes\":\"" + PICTURE + "\"}}").getBytes(UTF_8);
                case AZURE_FACE, AZURE_VISION -> Stage.PIXELS;
                case GOOGLE ->
                    ("{\"requests\":[{\"image\":{\"content\":\"" + PICTURE
                                    + "\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}")
                            .getBytes(UTF_8);
                case GOOGLE_GRPC -> framed();
                case COMPREFACE -> ("{\"file\":\"" + PICTURE + "\"}").getBytes(UTF_8);
                case NEUTRAL -> ("{\"image\":{\"bytes\":\"" + PICTURE + "\"}}").getBytes(UTF_8);
            };
        }

        private static byte[] framed() {
            var message = BatchAnnotateImagesRequest.newBuilder()
                    .addRequests(AnnotateImageRequest.newBuilder()
                            .setImage(Image.newBuilder().setContent(ByteString.copyFrom(Stage.PIXELS)))
                            .addFeatures(Feature.newBuilder().setType(Feature.Type.FACE_DETECTION)))
                    .build()
                    .toByteArray();
            return ByteBuffer.allocate(5 + message.length)
                    .put((byte) 0)
                    .putInt(message.length)
                    .put(message)
                    .array();
        }

        private String[] headers() {
            return switch (this) {
                case REKOGNITION ->
                    new String[] {
                        "X-Api-Key", "rescue",
                        "Content-Type", "application/x-amz-json-1.1",
                        "X-Amz-Target", "RekognitionService.DetectFaces"
                    };
                case AZURE_FACE, AZURE_VISION ->
                    new String[] {
                        "Ocp-Apim-Subscription-Key", "rescue",
                        "Content-Type", "application/octet-stream"
                    };
                case GOOGLE -> new String[] {"X-Goog-Api-Key", "rescue", "Content-Type", "application/json"};
                case GOOGLE_GRPC -> new String[] {"x-goog-api-key", "rescue", "content-type", "application/grpc"};
                case COMPREFACE, NEUTRAL -> new String[] {"x-api-key", "rescue", "Content-Type", "application/json"};
            };
        }
    }

    /** As the embedded engine is when too many pictures wait for it. */
    private static final class Full implements Provider {
        @Override
        public @Nullable Doubt doubts(Caller caller, FaceCall call) {
            return null;
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new Fault.Overloaded("Too many pictures are waiting for the face engine.", 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEngineWithoutRoomIsTheWiresThrottlingErrorAndAFaultOnRecord(Detects call) throws Exception {
        var policies = Stage.policies(
                data.resolve("policies"),
                Map.of(),
                "  - {id: all, effect: permit, match: {capability: [detect, analyze]}}\n");
        var wire = Stage.wire(call.dialect, policies, ledger, new Full(), Stage::caller);

        var answer = wire.answer(Stage.arrival(call.target(), call.body(), NOW, call.headers()));

        assertThat(answer.status()).as(text(answer)).isEqualTo(call.status);
        assertThat(text(answer)).contains(call.throttled);
        if (call == Detects.GOOGLE_GRPC) {
            assertThrottled(answer);
        } else {
            assertThat(header(answer, "Retry-After")).isEqualTo("2");
        }
        assertThat(newest("DECISION")).contains("\"verdict\":\"permit\"");
        assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"overloaded\"");
    }

    /** Over gRPC: RESOURCE_EXHAUSTED. */
    private static void assertThrottled(Answer answer) {
        assertThat(answer.headers()).contains(Map.entry("grpc-status", "8"));
        assertThat(answer.headers()).extracting(Map.Entry::getKey).contains("retry-after");
    }

    private String newest(String kind) {
        ledger.administrative(new Ledger.Administrative("settle", "test", NOW));
        try (var archive = Archive.open(data)) {
            return archive.find(Query.any(20)).stream()
                    .map(entry -> new String(entry.json(), UTF_8))
                    .filter(record -> record.contains("\"kind\":\"" + kind + "\""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
