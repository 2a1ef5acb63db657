package io.facegate.ledger.clock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Notices that the wall clock was set, by the clock that only runs; one thread at a time. */
public final class ClockJumpDetector {
    /** A step that is worth a record. */
    public static final Duration STEP = Duration.ofSeconds(1);

    private Instant wall;
    private long nanos;

    public ClockJumpDetector(Instant wall, long nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /** Where the wall clock should stand, when it stands more than a second elsewhere; else null. */
    @Nullable
    public Instant stepped(Instant now, long nanosNow) {
        var expected = wall.plusNanos(nanosNow - nanos);
        wall = now;
        nanos = nanosNow;
        return Duration.between(expected, now).abs().compareTo(STEP) > 0 ? expected : null;
    }
}
