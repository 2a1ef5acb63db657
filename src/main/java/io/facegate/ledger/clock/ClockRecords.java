package io.facegate.ledger.clock;

import io.facegate.ledger.clock.LedgerClock.Reading;

/**
 * Schedule of clock records: one is due when the clock goes off, after every {@value #EVERY} records while it is off,
 * and when it recovers.
 */
public final class ClockRecords {
    private static final int EVERY = 200;

    private boolean off;
    private int since;

    /** True if a CLOCK record is due; to be called once per record. */
    public boolean isDue(Reading reading) {
        return !reading.agrees() && countAndCheckDue();
    }

    private synchronized boolean countAndCheckDue() {
        since = off ? since + 1 : EVERY;
        off = true;
        if (since < EVERY) {
            return false;
        }
        since = 0;
        return true;
    }

    /** True if the clock was right at the last check and is off now. */
    public synchronized boolean hasGoneOff(Reading reading) {
        return !off && !reading.agrees();
    }

    /** True once if the clock was off at the last check and is right again. */
    public synchronized boolean hasRecovered(Reading reading) {
        boolean recovered = off && reading.agrees();
        off = off && !recovered;
        return recovered;
    }

    /** Resets after an acceptance of the clock was recorded. */
    public synchronized void reset() {
        off = false;
    }
}
