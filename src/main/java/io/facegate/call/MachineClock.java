package io.facegate.call;

import java.time.Instant;
import java.time.InstantSource;

/** The clocks of a machine, read at one moment: the time of day, and the monotonic clock, which nobody can set. */
@FunctionalInterface
public interface MachineClock extends InstantSource {
    /** This machine's own clocks. Only the demo opens a gateway with others. */
    MachineClock SYSTEM = () -> new Reading(Instant.now(), System.nanoTime());

    /**
     * One reading of both clocks.
     *
     * @param nanos of the monotonic clock; only differences mean anything
     */
    record Reading(Instant wall, long nanos) {}

    Reading read();

    @Override
    default Instant instant() {
        return read().wall();
    }
}
