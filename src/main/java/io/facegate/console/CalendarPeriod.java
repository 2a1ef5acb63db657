package io.facegate.console;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A period of the calendar that officers often ask for. One that is not over ends today. */
public enum CalendarPeriod {
    THIS_MONTH,
    LAST_MONTH,
    THIS_QUARTER;

    private static final int MONTHS = 3;

    /** Days from the first to the last, both included. */
    public record Days(LocalDate from, LocalDate until) {}

    /** The days, seen from a day in UTC. */
    public Days days(LocalDate today) {
        var month = YearMonth.from(today);
        return switch (this) {
            case THIS_MONTH -> new Days(month.atDay(1), today);
            case LAST_MONTH -> {
                var last = month.minusMonths(1);
                yield new Days(last.atDay(1), last.atEndOfMonth());
            }
            case THIS_QUARTER -> {
                int quarter = today.get(IsoFields.QUARTER_OF_YEAR);
                yield new Days(LocalDate.of(today.getYear(), MONTHS * quarter - 2, 1), today);
            }
        };
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
