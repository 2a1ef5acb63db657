package io.facegate.usecase.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;

/**
 * The days that a report is about, in UTC.
 *
 * @param first its first day
 * @param last its last day, included whole
 */
public record ReportPeriod(LocalDate first, LocalDate last) {
    /** The longest period, in days: ten years. */
    private static final long MOST = 3660;

    private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9998, 12, 31);

    /**
     * Checks the days.
     *
     * @throws IllegalArgumentException if it ends before it begins, or is too long
     */
    public ReportPeriod {
        if (last.isBefore(first)
                || first.isBefore(EARLIEST)
                || last.isAfter(LATEST)
                || last.toEpochDay() - first.toEpochDay() > MOST) {
            throw new IllegalArgumentException("not a period of at most ten years");
        }
    }

    /** What a whole period of the calendar is called. */
    public enum Kind {
        MONTH,
        QUARTER,
        YEAR,
        /** Any other. */
        DAYS
    }

    public static ReportPeriod ofMonth(YearMonth month) {
        return new ReportPeriod(month.atDay(1), month.atEndOfMonth());
    }

    public static ReportPeriod ofYear(int year) {
        return new ReportPeriod(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
    }

    /**
     * A quarter of a year.
     *
     * @param quarter 1 to 4
     */
    public static ReportPeriod ofQuarter(int year, int quarter) {
        var begins = YearMonth.of(year, 3 * quarter - 2);
        return new ReportPeriod(begins.atDay(1), begins.plusMonths(2).atEndOfMonth());
    }

    /** The last quarter that was over at a time. */
    public static ReportPeriod lastQuarter(Instant now) {
        return quarterOf(today(now).minusMonths(3));
    }

    /** The last month that was over at a time. */
    public static ReportPeriod lastMonth(Instant now) {
        return ofMonth(YearMonth.from(today(now)).minusMonths(1));
    }

    /** The last year that was over at a time. */
    public static ReportPeriod lastYear(Instant now) {
        return ofYear(today(now).getYear() - 1);
    }

    /** The quarter that a time is in. */
    public static ReportPeriod thisQuarter(Instant now) {
        return quarterOf(today(now));
    }

    /** The month that a time is in. */
    public static ReportPeriod thisMonth(Instant now) {
        return ofMonth(YearMonth.from(today(now)));
    }

    private static ReportPeriod quarterOf(LocalDate day) {
        return ofQuarter(day.getYear(), day.get(IsoFields.QUARTER_OF_YEAR));
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    public Kind kind() {
        if (equals(ofMonth(YearMonth.from(first)))) {
            return Kind.MONTH;
        }
        if (equals(quarterOf(first))) {
            return Kind.QUARTER;
        }
        return equals(ofYear(first.getYear())) ? Kind.YEAR : Kind.DAYS;
    }

    /** The quarter of its first day, 1 to 4. */
    public int quarter() {
        return first.get(IsoFields.QUARTER_OF_YEAR);
    }

    /** Its first instant. */
    public Instant from() {
        return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The instant after its last. */
    public Instant until() {
        return last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** A word for file names: {@code 2026}, {@code 2026-Q3}, {@code 2026-09}, or both days. */
    public String word() {
        return switch (kind()) {
            case YEAR -> Integer.toString(first.getYear());
            case QUARTER -> first.getYear() + "-Q" + quarter();
            case MONTH -> YearMonth.from(first).toString();
            case DAYS -> first + "_" + last;
        };
    }
}
