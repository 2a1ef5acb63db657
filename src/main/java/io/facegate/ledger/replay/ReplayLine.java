package io.facegate.ledger.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Classification of a ledger record for replay. */
public sealed interface ReplayLine {
    /** A decision that can be replayed. */
    record Replayable(RecordedDecision recorded) implements ReplayLine {}

    /**
     * A decision that cannot be replayed.
     *
     * @param id if readable
     * @param time if readable
     */
    record NotReplayable(@Nullable String id, @Nullable Instant time, ReplayObstacle obstacle) implements ReplayLine {}

    /** Any other record. */
    record Other() implements ReplayLine {}
}
