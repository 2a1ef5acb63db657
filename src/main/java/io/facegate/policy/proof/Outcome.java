package io.facegate.policy.proof;

import io.facegate.policy.proof.model.Heard;
import java.util.List;

/** What became of an invariant. */
public sealed interface Outcome {
    /**
     * It holds of every call.
     *
     * @param empty it is about no call at all
     */
    record Proved(boolean empty) implements Outcome {}

    /** It does not hold: the calls show it, and were decided so by the engine that judges real calls. */
    record Refuted(List<Heard> calls) implements Outcome {
        public Refuted {
            calls = List.copyOf(calls);
        }
    }

    /**
     * It may not hold.
     *
     * @param why on what it depends that was not decided
     */
    record Possible(String why) implements Outcome {}

    /** It could be neither proved nor refuted within the bounds of this analysis. */
    record Inconclusive(String why) implements Outcome {}

    /** The analysis and the engine that judges real calls do not agree: one of both is wrong. */
    record Disagreed(List<Heard> calls) implements Outcome {
        public Disagreed {
            calls = List.copyOf(calls);
        }
    }
}
