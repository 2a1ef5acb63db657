package io.facegate.ledger.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Compares the machine's clock with the time by the ledger: the time of its newest record, counted on by the monotonic clock,
 * which nobody can set.
 */
public final class LedgerClock {
    /** How far the machine's clock may be behind. */
    public static final Duration BEHIND = Duration.ofMinutes(1);

    /** How far it may be ahead. */
    public static final Duration AHEAD = Duration.ofHours(1);

    private final Supplier<Instant> wall;
    private final LongSupplier nanos;
    private volatile Anchor anchor;

    private record Anchor(Instant time, long nanos) {}

    /** How the machine's clock compares. */
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

    LedgerClock(Supplier<Instant> wall, LongSupplier nanos, Instant newest) {
        this.wall = wall;
        this.nanos = nanos;
        this.anchor = new Anchor(newest, nanos.getAsLong());
        if (read().agrees()) {
            // The machine knows better how much time went by since the newest record was written.
            var now = wall.get();
            this.anchor = new Anchor(now.isAfter(newest) ? now : newest, nanos.getAsLong());
        }
    }

    /** Compares the machine's clock with the time of a ledger's newest record. */
    public static LedgerClock since(Instant newest) {
        return new LedgerClock(Instant::now, System::nanoTime, newest);
    }

    /** The clock of a ledger without records, or of one that compares nothing: the machine's, from now on. */
    public static LedgerClock now() {
        return since(Instant.now());
    }

    public Reading read() {
        var since = anchor;
        var expected = since.time.plusNanos(nanos.getAsLong() - since.nanos);
        var now = wall.get();
        var state = now.isBefore(expected.minus(BEHIND))
                ? State.BEHIND
                : now.isAfter(expected.plus(AHEAD)) ? State.AHEAD : State.AGREES;
        return new Reading(state, now, expected);
    }

    /** The machine's clock is right: a person, a witness or the policies say so. */
    public void accept() {
        anchor = new Anchor(wall.get(), nanos.getAsLong());
    }
}
