package io.facegate.ledger.clock;

import io.facegate.ledger.clock.LedgerClock.Reading;

/** Says when a record about the clock is due: when it goes off, every so many records while it is off, when it recovers. */
public final class ClockRecords {
    private static final int EVERY = 200;

    private boolean off;
    private int since;

    /** Whether a CLOCK record is due; to be asked once a record. */
    public boolean isDue(Reading reading) {
        return !reading.agrees() && counted();
    }

    private synchronized boolean counted() {
        since = off ? since + 1 : EVERY;
        off = true;
        if (since < EVERY) {
            return false;
        }
        since = 0;
        return true;
    }

    /** Whether the clock was right when it was last looked at, and is off now. */
    public synchronized boolean hasGoneOff(Reading reading) {
        return !off && !reading.agrees();
    }

    /** Whether the clock was off when it was last looked at, and is right again; true once. */
    public synchronized boolean hasRecovered(Reading reading) {
        boolean recovered = off && reading.agrees();
        off = off && !recovered;
        return recovered;
    }

    /** Somebody accepted the clock, on record. */
    public synchronized void accepted() {
        off = false;
    }
}
