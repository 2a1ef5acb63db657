package io.facegate.ledger.clock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Detector of steps of the wall clock, by comparison with the monotonic clock. Not thread-safe. */
public final class ClockJumpDetector {
    /** Smallest step that is recorded. */
    public static final Duration STEP = Duration.ofSeconds(1);

    private Instant wall;
    private long nanos;

    public ClockJumpDetector(Instant wall, long nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /** Returns the expected wall clock time if the clock is more than a second off; else null. */
    @Nullable
    public Instant detectStep(Instant now, long nanosNow) {
        var expected = wall.plusNanos(nanosNow - nanos);
        wall = now;
        nanos = nanosNow;
        return Duration.between(expected, now).abs().compareTo(STEP) > 0 ? expected : null;
    }
}
