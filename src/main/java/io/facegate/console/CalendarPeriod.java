package io.facegate.console;

import io.facegate.usecase.report.ReportPeriod;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A period that officers often ask for by its name, and that other days belong to as time goes on. One that is not over
 * ends today.
 */
public enum CalendarPeriod {
    THIS_MONTH,
    LAST_MONTH,
    THIS_QUARTER,
    LAST_QUARTER,
    LAST_7_DAYS(7),
    LAST_30_DAYS(30),
    LAST_90_DAYS(90);

    private final int length;

    CalendarPeriod() {
        this(0);
    }

    /** @param length how many days it has, today among them; 0 if it is a month or a quarter */
    CalendarPeriod(int length) {
        this.length = length;
    }

    /** Days from the first to the last, both included. */
    public record Days(LocalDate from, LocalDate until) {}

    /** The days, seen from a day in UTC. */
    public Days days(LocalDate today) {
        var now = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        var whole = switch (this) {
            case THIS_MONTH -> ReportPeriod.thisMonth(now);
            case LAST_MONTH -> ReportPeriod.lastMonth(now);
            case THIS_QUARTER -> ReportPeriod.thisQuarter(now);
            case LAST_QUARTER -> ReportPeriod.lastQuarter(now);
            case LAST_7_DAYS, LAST_30_DAYS, LAST_90_DAYS -> new ReportPeriod(today.minusDays(length - 1L), today);
        };
        return new Days(whole.first(), whole.last().isAfter(today) ? today : whole.last());
    }

    /** True if it is a month or a quarter of the calendar, not a number of days. */
    public boolean isOfTheCalendar() {
        return length == 0;
    }

    /** The words of all in an address, in their order. */
    static String codes() {
        return Arrays.stream(values()).map(CalendarPeriod::code).collect(Collectors.joining(", "));
    }

    /** The word in an address. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The key of its name in the messages. */
    public String nameKey() {
        return "period." + code();
    }

    /** The period with that code. */
    public static Optional<CalendarPeriod> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }
}
