package io.facegate.app.demo;

import io.facegate.call.MachineClock;
import java.time.Duration;
import java.time.Instant;

/** The clock of the demo's earlier days: the machine's own, so far behind as the demo says, and never set back. */
final class DemoClock implements MachineClock {
    private final MachineClock machine;
    private Duration behind;

    DemoClock(MachineClock machine, Instant begin) {
        this.machine = machine;
        this.behind = Duration.between(begin, machine.instant());
        if (behind.isNegative()) {
            throw new IllegalArgumentException("The demo begins in the past.");
        }
    }

    /** Both clocks are moved, as if that much time had passed on this machine. */
    @Override
    public synchronized Reading read() {
        var now = machine.read();
        return new Reading(now.wall().minus(behind), now.nanos() - behind.toNanos());
    }

    /** Goes on to a moment; stays where it is if that is past, and never goes beyond the machine's own time. */
    synchronized void advanceTo(Instant moment) {
        var left = Duration.between(moment, machine.instant());
        if (left.compareTo(behind) < 0) {
            behind = left.isNegative() ? Duration.ZERO : left;
        }
    }

    /** From now on this is the machine's own clock. */
    synchronized void catchUp() {
        behind = Duration.ZERO;
    }
}
