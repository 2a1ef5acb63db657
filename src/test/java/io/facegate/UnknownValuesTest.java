package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestGateway;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A word that the gateway does not know is never sent, on any wire, even where everything is permitted. */
class UnknownValuesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PICTURE = Base64.getEncoder().encodeToString(Stage.PIXELS);
    private static final AtomicInteger SENT = new AtomicInteger();

    private static Path data;
    private static Ledger ledger;
    private static PolicyEngine policies;

    @BeforeContainer
    static void open() throws IOException {
        data = Files.createTempDirectory("unknown-values");
        ledger = Stage.ledger(data.resolve("ledger"));
        policies = Stage.policies(
                data.resolve("packs"), Map.of(), "  - {id: all, effect: permit, match: {organisation: nonprofit}}\n");
    }

    @AfterContainer
    static void close() throws IOException {
        ledger.close();
        try (var all = Files.walk(data)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    /** A place of a request for words that decide what is asked. */
    enum Place {
        REKOGNITION(
                new RekognitionWire(),
                "ALL DEFAULT AGE_RANGE BEARD EMOTIONS EYE_DIRECTION EYEGLASSES EYES_OPEN"
                        + " GENDER MOUTH_OPEN MUSTACHE FACE_OCCLUDED SMILE SUNGLASSES"),
        AZURE_ATTRIBUTES(
                new AzureFaceWire(),
                "age gender headPose smile facialHair glasses emotion hair makeup occlusion"
                        + " accessories blur exposure noise mask qualityForRecognition"),
        AZURE_FLAG(new AzureFaceWire(), "true false"),
        AZURE_VISUAL(new AzureVisionWire(), "Adult Brands Color ImageType Categories Description Objects Tags Faces"),
        AZURE_FEATURES(new AzureVisionWire(), "people read smartCrops caption denseCaptions objects tags"),
        GOOGLE(
                new GoogleVisionWire(),
                "FACE_DETECTION LANDMARK_DETECTION LOGO_DETECTION LABEL_DETECTION TEXT_DETECTION"
                        + " SAFE_SEARCH_DETECTION IMAGE_PROPERTIES CROP_HINTS WEB_DETECTION DOCUMENT_TEXT_DETECTION"
                        + " PRODUCT_SEARCH OBJECT_LOCALIZATION"),
        COMPREFACE(new CompreFaceWire(), "age gender mask calculator landmarks landmarks2d106 pose"),
        FACEPLUSPLUS(
                new FacePlusPlusWire(),
                "age beauty blur emotion ethnicity eyegaze eyestatus facequality gender headpose mouthstatus"
                        + " none skinstatus smiling"),
        NEUTRAL(
                new NeutralWire(),
                Arrays.stream(Capability.values())
                        .map(Capability::code)
                        .filter(code -> code.startsWith("analyze."))
                        .map(code -> code.replace("analyze.", ""))
                        .collect(Collectors.joining(" ")));

        private final VendorWire wire;
        private final Set<String> known;

        Place(VendorWire wire, String known) {
            this.wire = wire;
            this.known = Set.of(known.split(" "));
        }

        /** True if each item of a list is known, where the place is a list in a query. */
        boolean takes(String word) {
            return switch (this) {
                case AZURE_ATTRIBUTES -> known.containsAll(Arrays.asList(word.split(",", -1)));
                // Image analysis reads features in any case.
                case AZURE_VISUAL, AZURE_FEATURES ->
                    Arrays.stream(word.split(",", -1))
                            .allMatch(one -> known.stream().anyMatch(one::equalsIgnoreCase));
                case COMPREFACE, FACEPLUSPLUS ->
                    word.isEmpty() || known.containsAll(Arrays.asList(word.split(",", -1)));
                default -> known.contains(word);
            };
        }

        HttpCall request(String word) {
            var query = URLEncoder.encode(word, UTF_8).replace("+", "%20");
            return switch (this) {
                case REKOGNITION ->
                    arrival(
                            "POST /",
                            "{\"Image\":{\"Bytes\":\"" + PICTURE + "\"},\"Attributes\":[" + quoted(word) + "]}");
                case AZURE_ATTRIBUTES ->
                    picture("POST /face/v1.0/detect?returnFaceId=false&returnFaceAttributes=" + query);
                case AZURE_FLAG -> picture("POST /face/v1.0/detect?returnFaceId=" + query);
                case AZURE_VISUAL -> picture("POST /vision/v3.2/analyze?visualFeatures=" + query);
                case AZURE_FEATURES ->
                    picture("POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=" + query);
                case GOOGLE ->
                    arrival(
                            "POST /v1/images:annotate",
                            "{\"requests\":[{\"image\":{\"content\":\"" + PICTURE + "\"},\"features\":[{\"type\":"
                                    + quoted(word) + "}]}]}");
                case COMPREFACE ->
                    arrival("POST /api/v1/detection/detect?face_plugins=" + query, "{\"file\":\"" + PICTURE + "\"}");
                case FACEPLUSPLUS ->
                    FacePlusPlusForms.urlEncoded(
                            "/facepp/v3/detect", Map.of("image_base64", PICTURE, "return_attributes", word));
                case NEUTRAL ->
                    arrival(
                            "POST /facegate/v1/analyze",
                            "{\"image\":{\"bytes\":\"" + PICTURE + "\"},\"attributes\":[" + quoted(word) + "]}");
            };
        }

        private static String quoted(String word) {
            try {
                return JSON.writeValueAsString(word);
            } catch (IOException never) {
                throw new UncheckedIOException(never);
            }
        }

        private static HttpCall picture(String target) {
            return Stage.arrival(
                    target, Stage.PIXELS, NOW, "X-Api-Key", "any", "Content-Type", "application/octet-stream");
        }

        private HttpCall arrival(String target, String body) {
            return Stage.arrival(
                    target,
                    body.getBytes(UTF_8),
                    NOW,
                    "X-Api-Key",
                    "any",
                    "X-Amz-Target",
                    "RekognitionService.DetectFaces",
                    "Content-Type",
                    this == REKOGNITION ? "application/x-amz-json-1.1" : "application/json");
        }
    }

    /** Anything, and what is nearly a word. */
    @Provide
    Arbitrary<String> words() {
        var known = Arrays.stream(Place.values())
                .flatMap(place -> place.known.stream())
                .distinct()
                .toList();
        var near = Arbitraries.of(known);
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(50),
                near,
                near.map(String::toLowerCase),
                near.map(String::toUpperCase),
                near.map(word -> word + ' '),
                near.map(word -> word + ",bogus"),
                near.map(word -> word + "\u0000"),
                near.map(word -> word.substring(1)));
    }

    @Property(tries = 600)
    void aWordThatIsNotKnownIsNeverSent(@ForAll Place place, @ForAll("words") String word) {
        Assume.that(!place.takes(word));
        int before = SENT.get();

        var answer = wire(place).handle(place.request(word));

        assertThat(SENT).hasValue(before);
        assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(400);
        assertThat(Stage.header(answer, "Facegate-Decision")).isNotEmpty();
    }

    /** Without which the other would show nothing. */
    @Property(tries = 100)
    void aWordThatIsKnownIsSent(@ForAll Place place, @ForAll int which) {
        Assume.that(place != Place.NEUTRAL);
        int before = SENT.get();
        var words = place.known.stream().sorted().toList();

        wire(place).handle(place.request(words.get(Math.floorMod(which, words.size()))));

        assertThat(SENT).hasValue(before + 1);
    }

    private static VendorCallHandler wire(Place place) {
        return new VendorCallHandler(
                TestGateway.of(() -> policies, ledger, new Counting()).calledBy(Stage.caller("hope")), place.wire);
    }

    /** Counts what reaches it. */
    private static final class Counting implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            SENT.incrementAndGet();
            return new Reply.Failed(Reply.Failure.UNSUPPORTED, "Counted.");
        }
    }
}
