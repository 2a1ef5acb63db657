package io.facegate.policy.proof;

import io.facegate.policy.proof.model.CheckedExample;
import java.util.List;

/** What became of an invariant. */
public sealed interface InvariantOutcome {
    /**
     * It holds of every call.
     *
     * @param empty it is about no call at all
     */
    record Proved(boolean empty) implements InvariantOutcome {}

    /** It does not hold: the calls show it, and were decided so by the engine that judges real calls. */
    record Refuted(List<CheckedExample> calls) implements InvariantOutcome {
        public Refuted {
            calls = List.copyOf(calls);
        }
    }

    /**
     * It may not hold.
     *
     * @param why on what it depends that was not decided
     */
    record Possible(String why) implements InvariantOutcome {}

    /** It could be neither proved nor refuted within the bounds of this analysis. */
    record Inconclusive(String why) implements InvariantOutcome {}

    /** The analysis and the engine that judges real calls do not agree: one of both is wrong. */
    record Disagreed(List<CheckedExample> calls) implements InvariantOutcome {
        public Disagreed {
            calls = List.copyOf(calls);
        }
    }
}
