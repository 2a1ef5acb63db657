package io.facegate.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.Policies;
import io.facegate.policy.proof.model.Limits;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies of full size are proved: what {@link ManyRulesTest} shows of hundreds of rules, of thousands. Runs in {@code ./facegate test --all}. */
class FullSizeRulesLong {
    private static final Limits LIMITS = Limits.usual(Instant.parse("2026-11-27T12:00:00Z"));

    @ParameterizedTest
    @EnumSource
    void everyShapeIsProvedAtFullSize(ManyRules shape) {
        var book = shape.book(size(shape));
        var proofs = new Prover(book, LIMITS).proofs();
        assertThat(proofs).hasSize(5).extracting(Proof::word).isSubsetOf("proved", "refuted");
        assertThat(Policies.of(book)).isNotNull();
    }

    /** Windows by local time and conditions that cannot be read grow with the square of their number. */
    private static int size(ManyRules shape) {
        return switch (shape) {
            case LOCAL_WINDOWS, UNREADABLE -> 1000;
            default -> 5000;
        };
    }
}
