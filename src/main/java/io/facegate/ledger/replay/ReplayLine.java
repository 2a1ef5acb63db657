package io.facegate.ledger.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a line of the ledger turned out to be. */
public sealed interface ReplayLine {
    /** A judgement that can be judged again. */
    record Judged(RecordedDecision recorded) implements ReplayLine {}

    /**
     * A judgement that cannot.
     *
     * @param id where it can be read
     * @param time where it can be read
     */
    record Lost(@Nullable String id, @Nullable Instant time, ReplayObstacle why) implements ReplayLine {}

    /** The record of something else. */
    record Other() implements ReplayLine {}
}
