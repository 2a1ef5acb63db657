package io.facegate.ingress.neutral;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.ObligationBinding.Within;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the neutral API holds what obligations speak of. */
class NeutralObligationBindingTest {
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
        var call = call(new NormalizedRequest.Particular(""), Capability.DETECT);
        var reply = new Reply.Verbatim(200, held.getBytes(StandardCharsets.UTF_8), null);
        var given = terms.filterReply(call, reply, obligations(Set.of(Capability.ANALYZE_EMOTION), 0, Retention.NONE));
        assertThat(given)
                .isInstanceOfSatisfying(
                        Reply.Verbatim.class,
                        told -> assertThat(new String(told.body(), StandardCharsets.UTF_8))
                                .contains("20-30")
                                .doesNotContain("HAPPY", "strange"));
    }

    private static Obligations obligations(Set<Capability> redact, int reviewers, Retention retention) {
        return GivenObligations.of(null, redact, null, false, reviewers, null, Set.of(), Set.of(), retention);
    }

    private static FaceCall call(NormalizedRequest ask, Capability capability) {
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "any", null, "rekognition");
        return new FaceCall("rekognition", "Any", Facts.of(Set.of(capability)), ask, Map.of(), null, via);
    }
}
