package io.facegate.ledger.clock;

import io.facegate.call.MachineClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Detector of steps of the wall clock, by comparison with the monotonic clock. Not thread-safe. */
public final class ClockJumpDetector {
    /** Smallest step that is recorded. */
    public static final Duration STEP = Duration.ofSeconds(1);

    private Instant wall;
    private long nanos;

    public ClockJumpDetector(MachineClock.Reading first) {
        this.wall = first.wall();
        this.nanos = first.nanos();
    }

    /** Returns the expected wall clock time if the clock is more than a second off; else null. */
    @Nullable
    public Instant detectStep(MachineClock.Reading now) {
        var expected = wall.plusNanos(now.nanos() - nanos);
        wall = now.wall();
        nanos = now.nanos();
        return Duration.between(expected, wall).abs().compareTo(STEP) > 0 ? expected : null;
    }
}
