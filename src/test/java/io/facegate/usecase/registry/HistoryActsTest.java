package io.facegate.usecase.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.registry.Right;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every act that changes the registry is in its history. */
class HistoryActsTest {
    /** Rights whose acts change records, answers and decisions, and no row of the registry. */
    private static final Set<Right> OF_OTHERS = Set.of(
            Right.KEEP_LEDGER, Right.HOLD_RECORDS, Right.JUDGE_AUTHORISATIONS, Right.REVIEW, Right.ANSWER_APPEALS);

    /** The act of another right that changes no row but a decision's authorisation. */
    private static final Set<String> OTHERS = Set.of("authorisation_reject");

    @Test
    void everyActOfARightThatChangesTheRegistryIsInTheHistory() {
        var missing = new TreeSet<String>();
        for (var right : Right.values()) {
            if (!OF_OTHERS.contains(right)) {
                missing.addAll(right.acts());
            }
        }
        assertThat(missing).contains("reviewer_add", "reviewer_remove", "org_add");
        missing.removeAll(OTHERS);
        missing.removeAll(RegistryHistory.ACTS);
        assertThat(missing).isEmpty();
    }

    @Test
    void nothingIsExcusedThatTheHistoryHas() {
        assertThat(OTHERS).doesNotContainAnyElementsOf(RegistryHistory.ACTS);
        for (var right : OF_OTHERS) {
            assertThat(right.acts()).as(right.name()).isNotEmpty().doesNotContainAnyElementsOf(RegistryHistory.ACTS);
        }
    }
}
