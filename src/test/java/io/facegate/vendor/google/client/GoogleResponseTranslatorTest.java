package io.facegate.vendor.google.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google Vision is asked and answers, in neutral words. */
class GoogleResponseTranslatorTest {
    private static final Picture PICTURE = new Picture(new byte[8], Picture.Format.PNG, 200, 100);

    @Test
    void aCoordinateThatGoogleLeavesOutIsZeroAndEmotionsAreNotTold() {
        var face = only(call(Capability.DETECT), """
            {"responses":[{"faceAnnotations":[{"boundingPoly":{"vertices":[
            {},{"x":50},{"x":50,"y":25},{"y":25}]},"detectionConfidence":0.75,"joyLikelihood":"VERY_LIKELY",
            "landmarks":[{"type":"LEFT_EYE","position":{"x":20,"y":10,"z":1}}],"panAngle":12.5}]}]}\
            """);
        assertThat(face.box()).isEqualTo(new Face.Box(0, 0, 0.25, 0.25));
        assertThat(face.landmarks()).containsExactly(new Face.Landmark("LEFT_EYE", 0.1, 0.1));
        assertThat(face.pose()).isNotNull();
        assertThat(face.pose().yaw()).isCloseTo(12.5, within(0.001));
        assertThat(face.traits()).isEmpty();
    }

    @Test
    void whatWasAskedForIsToldInGooglesWordsAndNothingElse() {
        var body = """
            {"responses":[{"faceAnnotations":[{"boundingPoly":{"vertices":[]},"joyLikelihood":"VERY_LIKELY",
            "angerLikelihood":"UNLIKELY","headwearLikelihood":"POSSIBLE","blurredLikelihood":"LIKELY"}]}]}\
            """;
        assertThat(only(call(Capability.DETECT, Capability.ANALYZE_EMOTION), body)
                        .traits())
                .containsExactly(
                        new Face.FaceAttribute(Capability.ANALYZE_EMOTION, "joy=VERY_LIKELY,anger=UNLIKELY", null));
        assertThat(only(call(Capability.DETECT, Capability.ANALYZE_OCCLUSION), body)
                        .traits())
                .containsExactly(new Face.FaceAttribute(Capability.ANALYZE_OCCLUSION, "headwear=POSSIBLE", null));
    }

    @Test
    void aPictureWithoutAFaceIsNoMistake() {
        assertThat(GoogleResponseTranslator.translate(call(Capability.DETECT), said(200, "{\"responses\":[{}]}", null)))
                .isInstanceOfSatisfying(
                        Reply.Detected.class, found -> assertThat(found.faces()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID_IMAGE", "413,IMAGE_TOO_LARGE", "429,THROTTLED", "200,INVALID_IMAGE"})
    void errorsAreTheirs(int status, Failure kind) {
        assertThat(GoogleResponseTranslator.translate(call(Capability.DETECT), said(status, "{}", "Something")))
                .isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(kind);
                    assertThat(failed.message()).contains("Something");
                });
        assertThatThrownBy(
                        () -> GoogleResponseTranslator.translate(call(Capability.DETECT), said(503, "{}", "Something")))
                .isInstanceOf(Fault.ProviderDown.class);
    }

    @Test
    void whatIsNoAnswerIsNone() {
        var wrong = "{\"responses\":[{\"faceAnnotations\":[{}]}]}";
        assertThatThrownBy(() -> GoogleResponseTranslator.translate(call(Capability.DETECT), said(200, wrong, null)))
                .isInstanceOf(Fault.ProviderDown.class);
    }

    @Test
    void neutralCallsAreSpokenWithAllThatGoogleInfers() {
        var detect = translated(CrossVendorRoute.NEUTRAL, Capability.DETECT);
        assertThat(detect.facts().capabilities())
                .containsExactlyInAnyOrder(Capability.DETECT, Capability.ANALYZE_EMOTION, Capability.ANALYZE_OCCLUSION);
        assertThat(detect.facts().unrequested())
                .containsExactlyInAnyOrder(Capability.ANALYZE_EMOTION, Capability.ANALYZE_OCCLUSION);
        assertThat(detect.provider()).isEqualTo("google_vision");
        assertThat(detect.operation()).isEqualTo("BatchAnnotateImages");
        var emotion = translated(CrossVendorRoute.NEUTRAL, Capability.DETECT, Capability.ANALYZE_EMOTION);
        assertThat(emotion.facts().unrequested()).containsExactly(Capability.ANALYZE_OCCLUSION);
        assertThat(translated(CrossVendorRoute.NEUTRAL, Capability.DETECT, Capability.ANALYZE_AGE))
                .isNull();
        assertThat(translated("rekognition", Capability.DETECT)).isNotNull();
        assertThat(translated("rekognition", Capability.DETECT, Capability.ANALYZE_EMOTION))
                .as("another wire has no place for it")
                .isNull();
    }

    @Test
    void theWiresOwnParametersStayForItsTermsAndGooglesAreSaidAtTheEnd() {
        var asked = new FaceCall(
                "rekognition",
                "DetectFaces",
                Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.Detect(PICTURE),
                Map.of("Image", PICTURE),
                null);
        var translated = GoogleRequestTranslator.translate(
                asked, new CrossVendorRoute("rekognition", "DetectFaces", null, "google_vision"));
        assertThat(translated.params()).isEqualTo(asked.params());
        assertThat(GoogleRequestTranslator.params(translated)).containsOnlyKeys("path", "query", "body");
    }

    @Test
    void anAnswerToSomethingElseIsNotPassedOn() {
        var other = call(Capability.DETECT).withRequest(new NormalizedRequest.VendorSpecific("another"));
        assertThatThrownBy(() -> GoogleResponseTranslator.translate(other, said(200, "{\"responses\":[{}]}", null)))
                .isInstanceOf(Fault.ProviderDown.class);
    }

    private static FaceCall translated(String wire, Capability... does) {
        var asked = new FaceCall(
                wire, "analyze", Facts.of(Set.of(does)), new NormalizedRequest.Detect(PICTURE), Map.of(), null);
        return GoogleRequestTranslator.translate(asked, new CrossVendorRoute(wire, "analyze", null, "google_vision"));
    }

    private static FaceCall call(Capability... does) {
        return translated(CrossVendorRoute.NEUTRAL, does);
    }

    private static Face only(FaceCall call, String body) {
        var found = (Reply.Detected) GoogleResponseTranslator.translate(call, said(200, body, null));
        assertThat(found.faces()).hasSize(1);
        return found.faces().getFirst();
    }

    private static Reply.Verbatim said(int status, String body, String error) {
        return new Reply.Verbatim(status, body.getBytes(StandardCharsets.UTF_8), error);
    }
}
