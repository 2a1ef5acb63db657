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

    /** What stands as the build in records that a command wrote by itself, under whatever clock it was run. */
    public static final String COMMAND = "cli";

    /**
     * The newest times.
     *
     * @param any of all records: nothing is earlier
     * @param trusted of those that a gateway wrote: a command, run under another clock, moves it no further
     */
    public record Newest(Instant any, Instant trusted) {}

    /** What one record says of the time; {@code expected} only where it says that the clock was off. */
    private record Told(Instant time, @Nullable Instant expected, boolean accepts, boolean byCommand) {}

    private NewestTime() {}

    /** The times, or null where no record tells one. */
    @Nullable
    public static Newest of(LedgerReader ledger) throws SQLException {
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
            var off = expected != null && isOff(time, expected) ? expected : null;
            told.add(new Told(time, off, record.isAct(ACCEPT), record.isOfBuild(COMMAND)));
        }
    }

    private static @Nullable Newest newest(List<Told> told) {
        Instant any = null;
        Instant trusted = null;
        for (var each : told.reversed()) {
            if (each.expected != null) {
                return new Newest(each.expected, each.expected);
            }
            any = later(any, each.time);
            trusted = each.byCommand && !each.accepts ? trusted : later(trusted, each.time);
            if (each.accepts) {
                break;
            }
        }
        return any == null ? null : new Newest(any, trusted == null ? any : trusted);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }

    static boolean isOff(Instant time, Instant expected) {
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
