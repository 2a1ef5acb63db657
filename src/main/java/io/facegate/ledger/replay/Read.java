package io.facegate.ledger.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a line of the ledger turned out to be. */
public sealed interface Read {
    /** A judgement that can be judged again. */
    record Judged(Recorded recorded) implements Read {}

    /**
     * A judgement that cannot.
     *
     * @param id where it can be read
     * @param time where it can be read
     */
    record Lost(@Nullable String id, @Nullable Instant time, Unfit why) implements Read {}

    /** The record of something else. */
    record Other() implements Read {}
}
