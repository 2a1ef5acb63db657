package io.facegate.ledger.clock;

import io.facegate.call.MachineClock;
import io.facegate.ledger.clock.NewestTime.NewestTimes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of the machine's clock with the ledger's time: the newest record's time plus the elapsed time of the
 * monotonic clock, which nobody can set.
 */
public final class LedgerClock {
    /** How far the machine's clock may be behind. */
    public static final Duration BEHIND = Duration.ofMinutes(1);

    /** How far the machine's clock may be ahead. */
    public static final Duration AHEAD = Duration.ofHours(1);

    private final MachineClock machine;
    private volatile Anchor anchor;

    /**
     * Reference times at one moment of the monotonic clock.
     *
     * @param floor earliest possible time
     * @param trusted latest time at which the clock was known to be right
     */
    private record Anchor(Instant floor, Instant trusted, long nanos) {}

    /** Result of the comparison. */
    public enum State {
        AGREES,
        BEHIND,
        AHEAD
    }

    /**
     * One comparison.
     *
     * @param now by the machine's clock
     * @param expected by the ledger
     */
    public record Reading(State state, Instant now, Instant expected) {
        public boolean agrees() {
            return state == State.AGREES;
        }
    }

    LedgerClock(MachineClock machine, NewestTimes newest) {
        this.machine = machine;
        this.anchor = new Anchor(newest.any(), newest.trusted(), machine.read().nanos());
        if (read().agrees()) {
            // The machine knows better how much time passed since the newest record was written.
            var now = machine.read();
            var later = now.wall().isAfter(newest.any()) ? now.wall() : newest.any();
            this.anchor = new Anchor(later, later, now.nanos());
        }
    }

    /** Compares the machine's clock with the times of a ledger's newest records. */
    public static LedgerClock comparedWith(NewestTimes newest) {
        return of(newest, MachineClock.SYSTEM);
    }

    /** The clock of that machine, compared with the newest times if there are any. */
    public static LedgerClock of(@Nullable NewestTimes newest, MachineClock machine) {
        return newest == null ? uncompared(machine) : new LedgerClock(machine, newest);
    }

    /** The clock of a ledger that is empty or not compared: starts from the machine's clock. */
    public static LedgerClock uncompared() {
        return uncompared(MachineClock.SYSTEM);
    }

    /** As above, for the clock of that machine. */
    public static LedgerClock uncompared(MachineClock machine) {
        var now = machine.instant();
        return new LedgerClock(machine, new NewestTimes(now, now));
    }

    /** The clock of a ledger whose newest records do not verify: no time is confirmed, and no record counts as old. */
    public static LedgerClock unconfirmed(MachineClock machine) {
        return new LedgerClock(machine, new NewestTimes(Instant.EPOCH, Instant.EPOCH));
    }

    /** The machine's monotonic clock, in nanoseconds. */
    public long nanos() {
        return machine.read().nanos();
    }

    /** The clocks of the machine. */
    public MachineClock machine() {
        return machine;
    }

    /** The machine's time. */
    public Instant now() {
        return machine.instant();
    }

    public Reading read() {
        var since = anchor;
        var reading = machine.read();
        long passed = reading.nanos() - since.nanos;
        var now = reading.wall();
        var floor = since.floor.plusNanos(passed);
        if (now.isBefore(floor.minus(BEHIND))) {
            return new Reading(State.BEHIND, now, floor);
        }
        var trusted = since.trusted.plusNanos(passed);
        return new Reading(now.isAfter(trusted.plus(AHEAD)) ? State.AHEAD : State.AGREES, now, trusted);
    }

    /** Accepts the machine's clock as right, on the word of a person, a witness or the policies. */
    public void accept() {
        var now = machine.read();
        anchor = new Anchor(now.wall(), now.wall(), now.nanos());
    }
}
