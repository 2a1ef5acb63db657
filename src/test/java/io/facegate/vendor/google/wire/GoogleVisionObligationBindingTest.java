package io.facegate.vendor.google.wire;

import static io.facegate.call.Capability.ANALYZE;
import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.GivenObligations;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.ObligationBinding.Within;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept back of Google's replies. */
class GoogleVisionObligationBindingTest {
    private static final String FACE =
            "{\"boundingPoly\":{\"vertices\":[{\"x\":1,\"y\":2.50}]},\"detectionConfidence\":0.9";
    private static final String TOLD = FACE
            + ",\"joyLikelihood\":\"VERY_LIKELY\",\"sorrowLikelihood\":1,\"angerLikelihood\":1,\"surpriseLikelihood\":1"
            + ",\"headwearLikelihood\":\"UNLIKELY\",\"blurredLikelihood\":\"UNLIKELY\",\"aura\":\"blue\"}";

    private static FaceCall faces() {
        return GoogleRequestReaderTest.read(
                "POST /v1/images:annotate",
                GoogleRequestReaderTest.requests(GoogleRequestReaderTest.item("{\"type\":\"FACE_DETECTION\"}", "")));
    }

    private static String filterReply(FaceCall call, String body, Obligations obligations) {
        var reply = new Reply.Verbatim(200, body.getBytes(StandardCharsets.UTF_8), null);
        var filtered = (Reply.Verbatim) new GoogleVisionObligationBinding().filterReply(call, reply, obligations);
        return new String(filtered.body(), StandardCharsets.UTF_8);
    }

    private static Obligations asking(Set<Capability> redact, @Nullable Integer most) {
        return GivenObligations.of(
                null, redact, most, false, 0, null, Set.of(), Set.of(), GivenObligations.Retention.NONE);
    }

    @Test
    void aCallThatWasClearedForAllIsToldAllThatIsKnown() {
        var body = "{\"responses\":[{\"faceAnnotations\":[" + TOLD + "]}]}";
        assertThat(filterReply(faces(), body, Obligations.NONE))
                .isEqualTo(body.replace(",\"aura\":\"blue\"", ""))
                .contains("joyLikelihood", "2.50");
    }

    @Test
    void emotionsAreKeptBackFromACallThatWasNotClearedForThem() {
        var body = "{\"responses\":[{\"faceAnnotations\":[" + TOLD + "]}]}";
        assertThat(filterReply(faces().withoutUnrequested(), body, Obligations.NONE))
                .isEqualTo(
                        "{\"responses\":[{\"faceAnnotations\":[" + FACE + ",\"blurredLikelihood\":\"UNLIKELY\"}]}]}");
    }

    @Test
    void andFromOneThatWasAskedToDoWithout() {
        var body = "{\"responses\":[{\"faceAnnotations\":[" + TOLD + "]}]}";
        assertThat(filterReply(faces(), body, asking(Set.of(ANALYZE_EMOTION), null)))
                .contains("headwearLikelihood")
                .doesNotContain("joy", "sorrow", "anger", "surprise");
        assertThat(filterReply(faces(), body, asking(Set.of(ANALYZE), null))).doesNotContain("headwear", "joy");
    }

    @Test
    void annotationsThatNobodyAskedForAreKeptBack() {
        var body = "{\"responses\":[{\"webDetection\":{},\"labelAnnotations\":[],\"faceAnnotations\":[]}]}";
        assertThat(filterReply(faces(), body, Obligations.NONE))
                .isEqualTo("{\"responses\":[{\"faceAnnotations\":[]}]}");
    }

    @Test
    void noMoreFacesAreGivenThanMayBe() {
        var body = "{\"responses\":[{\"faceAnnotations\":[" + TOLD + "," + TOLD + "," + TOLD + "]}]}";
        assertThat(filterReply(faces(), body, asking(Set.of(), 2)).split("detectionConfidence", -1))
                .hasSize(3);
    }

    @Test
    void anErrorOfOneImageStaysInItsPlace() {
        var body = "{\"responses\":[{\"error\":{\"code\":3,\"message\":\"Bad image data.\"}},{}]}";
        assertThat(filterReply(faces(), body, Obligations.NONE)).isEqualTo(body);
    }

    /** An answer that was held is sifted twice. */
    @Test
    void aFlawedImageHasItsPlaceOnceHoweverOftenAnAnswerIsSifted() {
        var good = GoogleRequestReaderTest.item("{\"type\":\"FACE_DETECTION\"}", "");
        var call = GoogleRequestReaderTest.read(
                "POST /v1/images:annotate",
                GoogleRequestReaderTest.requests(
                        good.replaceAll("\"content\":\"[^\"]*", "\"content\":\"bm8gcGljdHVyZQ=="), good));
        var once = filterReply(call, "{\"responses\":[{\"faceAnnotations\":[]}]}", Obligations.NONE);
        assertThat(once)
                .isEqualTo("{\"responses\":[{\"error\":{\"code\":3,\"message\":\"The image is neither JPEG nor PNG nor"
                        + " GIF nor BMP nor WEBP, or its header is broken.\"}},{\"faceAnnotations\":[]}]}");
        assertThat(filterReply(call, once, Obligations.NONE)).isEqualTo(once);
        for (var other : List.of("", "{},{}", "{},{},{}")) {
            assertThatThrownBy(() -> filterReply(call, "{\"responses\":[" + other + "]}", Obligations.NONE))
                    .as(other)
                    .isInstanceOf(Fault.ProviderDown.class);
        }
        var routed = call.withRequest(new NormalizedRequest.Detect(
                ((NormalizedRequest.DetectEach) call.request()).pictures().getFirst()));
        var broken = new Reply.Failed(Reply.Failure.INVALID_IMAGE, "Broken.");
        assertThat(new GoogleVisionObligationBinding().filterReply(routed, broken, Obligations.NONE))
                .as("what another says of the one that is left")
                .isInstanceOfSatisfying(
                        Reply.DetectedEach.class,
                        all -> assertThat(all.replies()).hasSize(2).last().isEqualTo(broken));
    }

    /** On record it is an error; what else stands in it is kept back all the same. */
    @Test
    void anAnswerAllOfWhosePartsFailedIsSiftedToo() {
        var body = "{\"responses\":[{\"error\":{\"code\":3},\"webDetection\":{}}]}";
        var reply = new Reply.Verbatim(200, body.getBytes(StandardCharsets.UTF_8), "INVALID_ARGUMENT");
        var filtered =
                (Reply.Verbatim) new GoogleVisionObligationBinding().filterReply(faces(), reply, Obligations.NONE);
        assertThat(new String(filtered.body(), StandardCharsets.UTF_8)).doesNotContain("webDetection");
        assertThat(filtered.error()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void whatCannotBeReadIsNotGiven() {
        for (var broken : new String[] {"", "[]", "{\"responses\":[]", "{\"a\":1,\"a\":2}", "{} {}"}) {
            assertThatThrownBy(() -> filterReply(faces(), broken, Obligations.NONE))
                    .as(broken)
                    .isInstanceOf(Fault.ProviderDown.class);
        }
    }

    /** The catalogue of this vendor names no similarity, so no wire has to say so. */
    @Test
    void aMinimumSimilarityCannotBeMetWhereNamesAreGivenWithoutOne() {
        var named = GoogleRequestReaderTest.read(
                "POST /v1p4beta1/images:annotate",
                GoogleRequestReaderTest.requests(GoogleRequestReaderTest.item(
                        "{\"type\":\"FACE_DETECTION\"}",
                        ",\"imageContext\":{\"faceRecognitionParams\":{\"celebritySet\":[\"builtin/default\"]}}")));
        var least = GivenObligations.of(
                0.9, Set.of(), null, false, 0, null, Set.of(), Set.of(), GivenObligations.Retention.NONE);
        assertThat(new GoogleVisionObligationBinding().bind(named, least))
                .isEqualTo(new Beyond(Kind.MIN_SIMILARITY, "its results carry no similarity"));
        assertThat(new GoogleVisionObligationBinding().bind(faces(), least)).isInstanceOf(Within.class);
    }

    @Test
    void resultsThatGoElsewhereCannotBeKeptWithinObligations() {
        var later = GoogleRequestReaderTest.read(
                "POST /v1/images:asyncBatchAnnotate",
                "{\"requests\":[" + GoogleRequestReaderTest.item("{\"type\":\"FACE_DETECTION\"}", "")
                        + "],\"outputConfig\":{\"gcsDestination\":{\"uri\":\"gs://results/\"}}}");
        assertThat(new GoogleVisionObligationBinding().bind(later, asking(Set.of(ANALYZE_EMOTION), null)))
                .isInstanceOf(Beyond.class);
    }
}
