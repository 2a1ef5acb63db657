package io.facegate.ledger.clock;

import io.facegate.ledger.record.RecordScanner;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Upper bound of the time when a record was written, from reading a ledger's records in order. The clock that dated a
 * record may have been wrong; an earlier {@code CLOCK} record states that.
 */
public final class ConfirmedTime {
    /** How long a command may take from its clock comparison to its record. */
    private static final Duration RUN = Duration.ofMinutes(10);

    private @Nullable Instant offAt;
    private @Nullable Instant expected;
    private @Nullable String newest;

    /** Takes the next record. */
    public void process(RecordScanner record) {
        if (record.isClock()) {
            clockOff(parseInstant(record.time()), parseInstant(record.expectedTime()));
        } else if (record.isAct(NewestTime.ACCEPT)) {
            offAt = null;
            expected = null;
            newest = record.time();
        } else if (offAt == null && !record.isOfBuild(NewestTime.COMMAND)) {
            newest = record.time();
        }
    }

    private void clockOff(@Nullable Instant time, @Nullable Instant due) {
        if (time != null && due != null && NewestTime.isOff(time, due)) {
            offAt = time;
            expected = due;
        }
    }

    /**
     * Returns the latest possible time of a record.
     *
     * @param time by the clock, as recorded
     * @param byCommand whether a command wrote it directly: commands compare the clock, and leave the CLOCK record to a
     *     gateway
     */
    public Instant latestTime(Instant time, boolean byCommand) {
        if (offAt != null && expected != null) {
            var passed = Duration.between(offAt, time);
            var due = passed.isNegative() ? expected : expected.plus(passed);
            return due.isBefore(time) ? due : time;
        }
        var known = byCommand ? parseInstant(newest) : null;
        return known != null && time.isAfter(known.plus(LedgerClock.AHEAD).plus(RUN)) ? known.plus(RUN) : time;
    }

    private static @Nullable Instant parseInstant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
