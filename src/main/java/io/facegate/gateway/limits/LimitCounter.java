package io.facegate.gateway.limits;

import io.facegate.call.Capability;
import io.facegate.registry.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One count of a quota: of a subject, in a period.
 *
 * @param subject whose calls are counted; never sent anywhere as it is
 * @param period the day or month, such as {@code 2026-11-27} or {@code 2026-11}; empty for a rate
 * @param ends when the period ends and a new count begins; {@link Instant#EPOCH} for a rate
 * @param isOwn true if the subject is the caller itself, not an organisation that it calls for
 */
public record LimitCounter(Quota quota, Window window, String subject, String period, Instant ends, boolean isOwn) {
    /** How a count begins anew. */
    public enum Window {
        SECOND("second"),
        DAY("day"),
        MONTH("month");

        private final String word;

        Window(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    static LimitCounter rate(Quota quota, String subject, boolean isOwn) {
        return new LimitCounter(quota, Window.SECOND, subject, "", Instant.EPOCH, isOwn);
    }

    static LimitCounter day(Quota quota, String subject, boolean isOwn, Instant now) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new LimitCounter(quota, Window.DAY, subject, today.toString(), begin(today.plusDays(1)), isOwn);
    }

    static LimitCounter month(Quota quota, String subject, boolean isOwn, Instant now) {
        var first = LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1);
        var month = first.toString().substring(0, "2026-11".length());
        return new LimitCounter(quota, Window.MONTH, subject, month, begin(first.plusMonths(1)), isOwn);
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** True for a rate, which has no period. */
    public boolean isRate() {
        return window == Window.SECOND;
    }

    Quota.Rate rate() {
        return Objects.requireNonNull(quota.rate());
    }

    /** How many calls the count allows: in its period, or at once. */
    public long limit() {
        return switch (window) {
            case SECOND -> rate().burst();
            case DAY -> quota.perDay().orElseThrow();
            case MONTH -> quota.perMonth().orElseThrow();
        };
    }

    /** The name of the quota that it is of. */
    public String quotaName() {
        return quota.name();
    }

    /** How many calls a rate allows each second; empty for a period. */
    public OptionalDouble perSecond() {
        return isRate() ? OptionalDouble.of(rate().perSecond()) : OptionalDouble.empty();
    }

    /** The capability whose calls alone count; null if all count. */
    public @Nullable Capability capability() {
        return quota.scope().capability();
    }

    /** The vendor whose calls alone count; null if all count. */
    public @Nullable String vendor() {
        return quota.scope().vendor();
    }

    /** The name of this limit, such as {@code hope-day}. */
    public String name() {
        return quota.name() + '-' + window.word();
    }

    /** Identifies the count in this process. */
    String id() {
        return String.join("\n", quota.name(), window.word(), subject, period);
    }

    /** Seconds for which the limit holds: the length of its period, or the time in which a burst is whole again. */
    public long windowSeconds() {
        return switch (window) {
            case SECOND -> rate().secondsToRefill();
            case DAY -> Duration.ofDays(1).toSeconds();
            case MONTH ->
                Duration.between(begin(LocalDate.parse(period + "-01")), ends).toSeconds();
        };
    }

    /** Seconds until the period ends, at least 1. */
    int secondsLeft(Instant now) {
        return (int) Math.max(1, Duration.between(now, ends).plusMillis(999).toSeconds());
    }
}
