package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall.Facts;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is left of a call's facts within what is obliged. */
class ObligationsTest {
    @Test
    void whatIsKeptBackGoesAThresholdRisesAndWhatNobodyAskedForIsStillKnown() {
        var asked = GivenObligations.of(
                0.9,
                Set.of(Capability.ANALYZE_AGE),
                null,
                false,
                0,
                null,
                Set.of(),
                Set.of(),
                GivenObligations.Retention.NONE);
        var does = Set.of(Capability.DETECT, Capability.ANALYZE_AGE, Capability.ANALYZE_EMOTION);
        var facts =
                Facts.of(does).inGallery("g").withThreshold(0.5).withUnrequested(Set.of(Capability.ANALYZE_EMOTION));
        var bound = asked.applyTo(facts);
        assertThat(bound.capabilities()).containsExactlyInAnyOrder(Capability.DETECT, Capability.ANALYZE_EMOTION);
        assertThat(bound.unrequested()).containsExactly(Capability.ANALYZE_EMOTION);
        assertThat(bound.threshold()).isEqualTo(0.9);
        assertThat(bound.gallery()).isEqualTo("g");
        assertThat(asked.applyTo(facts.withThreshold(0.95)).threshold()).isEqualTo(0.95);
        assertThat(asked.applyTo(facts.withThreshold(null)).threshold()).isNull();
    }
}
