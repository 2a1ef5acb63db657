package io.facegate.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The last day, of UTC, on which something counts that ends at a moment. */
public record LastDay(LocalDate day) {
    /**
     * The last day before an end.
     *
     * @param end the first moment at which it does not count any more
     */
    public static LastDay before(Instant end) {
        return new LastDay(LocalDate.ofInstant(end.minusNanos(1), ZoneOffset.UTC));
    }

    public String words(PageLanguage speech) {
        return speech.time("time.day", day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** How many days of the calendar are left: none on the last day itself. */
    public long left(Instant now) {
        return ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), day);
    }
}
