package io.facegate.ledger.notice;

import io.facegate.ledger.reading.LedgerReader;
import io.facegate.ledger.record.Glance;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time of a ledger's newest record that was written while the clock was right. A {@code CLOCK} record that says that
 * the clock was off takes the times of all records after it away, until a record accepts the clock.
 */
public final class NewestTime {
    /** The act that accepts the machine's clock. */
    public static final String ACCEPT = "clock_accept";

    /** Its subject where a person accepted it. */
    public static final String BY_A_PERSON = "person";

    /** Records at the end that are read. A gateway repeats its CLOCK record far more often while its clock is off. */
    public static final int RECORDS = 4_000;

    /** What one record says of the time; {@code expected} only where it says that the clock was off. */
    private record Told(Instant time, @Nullable Instant expected, boolean accepts) {}

    private NewestTime() {}

    /** The time, or null where no record tells one. */
    @Nullable
    public static Instant of(LedgerReader ledger) throws SQLException {
        var size = ledger.head().size();
        var told = new ArrayList<Told>();
        ledger.each(Math.max(0, size - RECORDS), batch -> {
            var scanner = new Glance();
            batch.each((_, from, to) -> {
                if (scanner.at(batch.lines(), from, to)) {
                    add(told, scanner);
                }
                return true;
            });
            return true;
        });
        return newest(told);
    }

    private static void add(List<Told> told, Glance record) {
        var time = instant(record.time());
        if (time != null) {
            var expected = record.clock() ? instant(record.expected()) : null;
            told.add(new Told(time, expected != null && isOff(time, expected) ? expected : null, record.isAct(ACCEPT)));
        }
    }

    private static @Nullable Instant newest(List<Told> told) {
        Instant newest = null;
        for (var each : told.reversed()) {
            if (each.expected != null) {
                return each.expected;
            }
            newest = newest == null || each.time.isAfter(newest) ? each.time : newest;
            if (each.accepts) {
                return newest;
            }
        }
        return newest;
    }

    private static boolean isOff(Instant time, Instant expected) {
        var ahead = Duration.between(expected, time);
        return ahead.compareTo(LedgerClock.AHEAD) > 0 || ahead.negated().compareTo(LedgerClock.BEHIND) > 0;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
