package io.facegate.ledger.clock;

import io.facegate.call.MachineClock;
import io.facegate.ledger.clock.NewestTime.NewestTimes;
import java.time.Instant;

/** Clocks that stand still. */
public final class FixedClocks {
    private FixedClocks() {}

    /** A machine that believes it is that time, over a ledger whose newest record is of another. */
    public static LedgerClock of(Instant machine, Instant newest) {
        return new LedgerClock(() -> new MachineClock.Reading(machine, 0), new NewestTimes(newest, newest));
    }
}
