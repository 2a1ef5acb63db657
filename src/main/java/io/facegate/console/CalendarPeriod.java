package io.facegate.console;

import io.facegate.usecase.report.ReportPeriod;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A period of the calendar that officers often ask for. One that is not over ends today. */
public enum CalendarPeriod {
    THIS_MONTH,
    LAST_MONTH,
    THIS_QUARTER;

    /** Days from the first to the last, both included. */
    public record Days(LocalDate from, LocalDate until) {}

    /** The days, seen from a day in UTC. */
    public Days days(LocalDate today) {
        var now = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        var whole = switch (this) {
            case THIS_MONTH -> ReportPeriod.thisMonth(now);
            case LAST_MONTH -> ReportPeriod.lastMonth(now);
            case THIS_QUARTER -> ReportPeriod.thisQuarter(now);
        };
        return new Days(whole.first(), whole.last().isAfter(today) ? today : whole.last());
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
