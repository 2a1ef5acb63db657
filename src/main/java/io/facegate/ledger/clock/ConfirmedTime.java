package io.facegate.ledger.clock;

import io.facegate.ledger.record.RecordScanner;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Follows a ledger's records in their order, and tells what time it was at most when one of them was written: the clock that
 * dated it may have been set, and a {@code CLOCK} record before it says so.
 */
public final class ConfirmedTime {
    /** How long a command may take to write what it compared the clock for. */
    private static final Duration RUN = Duration.ofMinutes(10);

    private @Nullable Instant offAt;
    private @Nullable Instant expected;
    private @Nullable String newest;

    /** Takes the next record. */
    public void take(RecordScanner record) {
        if (record.clock()) {
            off(instant(record.time()), instant(record.expected()));
        } else if (record.isAct(NewestTime.ACCEPT)) {
            offAt = null;
            expected = null;
            newest = record.time();
        } else if (offAt == null && !record.isOfBuild(NewestTime.COMMAND)) {
            newest = record.time();
        }
    }

    private void off(@Nullable Instant time, @Nullable Instant due) {
        if (time != null && due != null && NewestTime.isOff(time, due)) {
            offAt = time;
            expected = due;
        }
    }

    /**
     * The latest that it can have been.
     *
     * @param time by the clock, as the record says
     * @param byCommand whether a command wrote it by itself: it compares the clock, and leaves the CLOCK record to a gateway
     */
    public Instant at(Instant time, boolean byCommand) {
        if (offAt != null && expected != null) {
            var passed = Duration.between(offAt, time);
            var due = passed.isNegative() ? expected : expected.plus(passed);
            return due.isBefore(time) ? due : time;
        }
        var known = byCommand ? instant(newest) : null;
        return known != null && time.isAfter(known.plus(LedgerClock.AHEAD).plus(RUN)) ? known.plus(RUN) : time;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
