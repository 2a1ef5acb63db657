package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * This machine's clock, compared with the ledger.
 *
 * @param newest the time of the newest record, or null if there is none
 */
public record ClockComparison(
        LedgerClock.State state, Instant machine, @Nullable Instant newest) {
    public static ClockComparison read(LedgerAddress ledger) {
        try {
            NewestTime.@Nullable NewestTimes newest = NewestTime.read(ledger);
            var clock = newest == null ? LedgerClock.uncompared() : LedgerClock.comparedWith(newest);
            var reading = clock.read();
            return new ClockComparison(reading.state(), reading.now(), newest == null ? null : newest.any());
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown(String.valueOf(unreadable.getMessage()));
        }
    }
}
