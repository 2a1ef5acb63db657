package io.facegate.provider.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.call.via.Via;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Passes;
import io.facegate.provider.Provider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What vendors that tell pixels answer, in neutral words. */
class FoundTest {
    private static final Picture PICTURE = new Picture(new byte[8], Picture.Format.PNG, 200, 100);

    @Test
    void aCoordinateThatGoogleLeavesOutIsZeroAndEmotionsAreNotTold() {
        var face = only(Vendor.GOOGLE_VISION, """
                {"responses":[{"faceAnnotations":[{"boundingPoly":{"vertices":[
                {},{"x":50},{"x":50,"y":25},{"y":25}]},"detectionConfidence":0.75,"joyLikelihood":"VERY_LIKELY",
                "landmarks":[{"type":"LEFT_EYE","position":{"x":20,"y":10,"z":1}}],"panAngle":12.5}]}]}""");
        assertThat(face.box()).isEqualTo(new Face.Box(0, 0, 0.25, 0.25));
        assertThat(face.landmarks()).containsExactly(new Face.Landmark("LEFT_EYE", 0.1, 0.1));
        assertThat(face.pose()).isNotNull();
        assertThat(face.pose().yaw()).isCloseTo(12.5, within(0.001));
        assertThat(face.traits()).isEmpty();
    }

    @Test
    void aPictureWithoutAFaceIsNoMistake() {
        assertThat(Found.of(Vendor.GOOGLE_VISION, PICTURE, said(200, "{\"responses\":[{}]}", null)))
                .isInstanceOfSatisfying(
                        Reply.Detected.class, found -> assertThat(found.faces()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID_IMAGE", "413,IMAGE_TOO_LARGE", "429,THROTTLED", "200,INVALID_IMAGE"})
    void errorsAreTheirs(int status, Failure kind) {
        assertThat(Found.of(Vendor.GOOGLE_VISION, PICTURE, said(status, "{}", "Something")))
                .isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(kind);
                    assertThat(failed.message()).contains("Something");
                });
        assertThatThrownBy(() -> Found.of(Vendor.GOOGLE_VISION, PICTURE, said(503, "{}", "Something")))
                .isInstanceOf(Fault.ProviderDown.class);
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void whatIsNoAnswerIsNone(Vendor vendor) {
        var wrong = "{\"responses\":[{\"faceAnnotations\":[{}]}]}";
        assertThatThrownBy(() -> Found.of(vendor, PICTURE, said(200, wrong, null)))
                .isInstanceOf(Fault.ProviderDown.class);
    }

    @Test
    void whatTheVendorSaidIsToldToThePass() {
        var said = new Reply.Verbatim(
                200,
                "{\"responses\":[{}]}".getBytes(StandardCharsets.UTF_8),
                null,
                new Reply.Envelope(-1, "a-request"));
        var finding = new Finding(Vendor.GOOGLE_VISION, answering(said));
        var facts = FaceCall.Facts.of(Set.of(Capability.DETECT));
        var asked = new FaceCall("facegate", "Detect", facts, new Ask.Detect(PICTURE), Map.of(), null);
        var routed = finding.spoken(asked, new Via(Via.NEUTRAL, "Detect", null, "google_vision"));
        var organisation = new Organisation("o", "O", "nonprofit", List.of("US"), Set.of("p"), false, null);
        var caller = new Caller(organisation, List.of(), "p", List.of("US"), "api_key", "k", null);

        var pass = Passes.of(caller, routed);
        assertThat(finding.send(pass)).isInstanceOf(Reply.Detected.class);
        assertThat(Passes.heard(pass)).isSameAs(said);
    }

    private static Provider answering(Reply reply) {
        return new Provider() {
            @Override
            public @Nullable Doubt doubts(Caller caller, FaceCall call) {
                return null;
            }

            @Override
            public Reply send(Cleared cleared) {
                return reply;
            }
        };
    }

    private static Face only(Vendor vendor, String body) {
        var found = (Reply.Detected) Found.of(vendor, PICTURE, said(200, body, null));
        assertThat(found.faces()).hasSize(1);
        return found.faces().getFirst();
    }

    private static Reply.Verbatim said(int status, String body, String error) {
        return new Reply.Verbatim(status, body.getBytes(StandardCharsets.UTF_8), error);
    }
}
