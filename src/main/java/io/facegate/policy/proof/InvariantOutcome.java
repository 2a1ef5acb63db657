package io.facegate.policy.proof;

import io.facegate.policy.proof.model.CheckedExample;
import java.util.List;

/** Outcome of checking an invariant. */
public sealed interface InvariantOutcome {
    /**
     * Holds for every call.
     *
     * @param empty true if no call is in its scope (vacuous)
     */
    record Proved(boolean empty) implements InvariantOutcome {}

    /** Does not hold. The counterexample calls were decided this way by the engine that decides real calls. */
    record Refuted(List<CheckedExample> calls) implements InvariantOutcome {
        public Refuted {
            calls = List.copyOf(calls);
        }
    }

    /**
     * May not hold.
     *
     * @param reason the undecided fact that it depends on
     */
    record Possible(String reason) implements InvariantOutcome {}

    /** Neither proved nor refuted within the analysis limits. */
    record Inconclusive(String reason) implements InvariantOutcome {}

    /** The analysis and the engine that decides real calls disagree: one of them is wrong. */
    record Disagreed(List<CheckedExample> calls) implements InvariantOutcome {
        public Disagreed {
            calls = List.copyOf(calls);
        }
    }
}
