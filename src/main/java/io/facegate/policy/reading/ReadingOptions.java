package io.facegate.policy.reading;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How strictly policy files are read.
 *
 * @param strict false for a set that was in force before and is read again as it was: it must stay readable
 * @param today the last day that is not in the future, or null where days are not held against a clock
 */
public record ReadingOptions(boolean strict, @Nullable LocalDate today) {
    /** A set that was in force before. */
    public static final ReadingOptions KEPT = new ReadingOptions(false, null);

    /** A set that is to be put in force. A clock that is wrong must not keep it from that. */
    public static final ReadingOptions SERVED = new ReadingOptions(true, null);

    /** Everything; a day is in the future where it has not begun anywhere on Earth at that time. */
    public static ReadingOptions at(Instant now) {
        return new ReadingOptions(true, now.atOffset(ZoneOffset.ofHours(14)).toLocalDate());
    }

    boolean isFuture(LocalDate day) {
        return today != null && day.isAfter(today);
    }
}
