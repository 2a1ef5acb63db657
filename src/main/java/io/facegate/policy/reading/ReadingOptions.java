package io.facegate.policy.reading;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Strictness of reading policy files.
 *
 * @param strict false for a set that was in force before: it must stay readable
 * @param today latest day that is not in the future, or null to skip that check
 */
public record ReadingOptions(boolean strict, @Nullable LocalDate today) {
    /** For a set that was in force before. */
    public static final ReadingOptions KEPT = new ReadingOptions(false, null);

    /** For a set to be put in force. No date check: a wrong clock must not block it. */
    public static final ReadingOptions SERVED = new ReadingOptions(true, null);

    /** All checks. A day is in the future if it has not begun anywhere on Earth. */
    public static ReadingOptions strictAt(Instant now) {
        return new ReadingOptions(true, now.atOffset(ZoneOffset.ofHours(14)).toLocalDate());
    }

    boolean isFuture(LocalDate day) {
        return today != null && day.isAfter(today);
    }
}
