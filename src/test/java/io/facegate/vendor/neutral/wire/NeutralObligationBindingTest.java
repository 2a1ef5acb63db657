package io.facegate.vendor.neutral.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.ObligationBinding.Within;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the neutral API holds what obligations speak of. */
class NeutralObligationBindingTest {
    private static final Picture PICTURE = new Picture(new byte[8], Picture.Format.PNG, 2, 2);

    private final NeutralObligationBinding terms = new NeutralObligationBinding();

    @Test
    void aSessionKeepsPicturesAndItsResultComesLater() {
        var call = call(new NormalizedRequest.StartLiveness(), Capability.LIVENESS);
        var forgetful = new Retention(Period.ZERO, null, null);
        assertThat(terms.bind(call, obligations(Set.of(), 0, forgetful)))
                .isInstanceOfSatisfying(
                        Beyond.class, beyond -> assertThat(beyond.kind()).isEqualTo(Kind.PICTURES));
        assertThat(terms.bind(call, obligations(Set.of(), 2, Retention.NONE)))
                .isInstanceOfSatisfying(
                        Beyond.class, beyond -> assertThat(beyond.kind()).isEqualTo(Kind.REVIEWERS));
        assertThat(terms.bind(call, obligations(Set.of(), 0, Retention.NONE))).isEqualTo(new Within(call));
    }

    @Test
    void whatIsRedactedWhenAnAnswerIsReleasedIsNotTold() {
        var held = """
            {"provider":"rekognition","faces":[{"attributes":[
            {"name":"emotion","value":"HAPPY"},{"name":"age","value":"20-30"},{"name":"strange","value":"?"}]}]}\
            """;
        var call = call(new NormalizedRequest.VendorSpecific(""), Capability.DETECT);
        var reply = new Reply.Verbatim(200, held.getBytes(StandardCharsets.UTF_8), null);
        var given = terms.filterReply(call, reply, obligations(Set.of(Capability.ANALYZE_EMOTION), 0, Retention.NONE));
        assertThat(given)
                .isInstanceOfSatisfying(
                        Reply.Verbatim.class,
                        told -> assertThat(new String(told.body(), StandardCharsets.UTF_8))
                                .contains("20-30")
                                .doesNotContain("HAPPY", "strange"));
    }

    @Test
    void ofPeopleNoMoreAreToldThanMayBe() {
        var call = call(new NormalizedRequest.DetectPeople(PICTURE), Capability.NOT_FACE);
        var two = new Reply.PeopleDetected(List.of(person(0.9), person(0.5)));
        var one = GivenObligations.of(null, Set.of(), 1, false, 0, null, Set.of(), Set.of(), Retention.NONE);
        assertThat(terms.bind(call, one)).isInstanceOf(Within.class);
        assertThat(terms.filterReply(call, two, one)).isEqualTo(new Reply.PeopleDetected(List.of(person(0.9))));

        var held = terms.renderForReview(call, two);
        assertThat(held.results()).hasValue(2);
        assertThat(new String(held.body(), StandardCharsets.UTF_8))
                .isEqualTo("""
                    {"provider":"rekognition","people":[%s,%s]}\
                    """.formatted(written("0.9"), written("0.5")));
        var released = terms.filterReply(call, new Reply.Verbatim(200, held.body(), null), one);
        assertThat(new String(((Reply.Verbatim) released).body(), StandardCharsets.UTF_8))
                .contains("\"raw\":0.9,")
                .doesNotContain("\"raw\":0.5,");
    }

    private static Reply.Person person(double confidence) {
        return new Reply.Person(new Face.Box(0, 0.25, 0.5, 0.75), confidence);
    }

    private static String written(String confidence) {
        return """
            {"box":{"left":0.0,"top":0.25,"width":0.5,"height":0.75},\
            "detection":{"raw":%s,"min":0,"max":1,"direction":"higher","kind":"detection"}}\
            """.formatted(confidence);
    }

    private static Obligations obligations(Set<Capability> redact, int reviewers, Retention retention) {
        return GivenObligations.of(null, redact, null, false, reviewers, null, Set.of(), Set.of(), retention);
    }

    private static FaceCall call(NormalizedRequest ask, Capability capability) {
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "any", null, "rekognition");
        return new FaceCall("rekognition", "Any", Facts.of(Set.of(capability)), ask, Map.of(), null, via, null);
    }
}
