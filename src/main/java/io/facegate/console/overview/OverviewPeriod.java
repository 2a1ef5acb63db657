package io.facegate.console.overview;

import io.facegate.console.CalendarPeriod;
import io.facegate.console.PageLanguage;
import io.facegate.console.PeriodPreset;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The days that the overview is about, both included, in UTC.
 *
 * @param problem the key of the message that says why the asked days cannot be shown, or null
 */
record OverviewPeriod(
        LocalDate from, LocalDate until, @Nullable String problem) {
    static final List<Integer> PRESETS = List.of(7, 30, 90);

    private static final List<CalendarPeriod> OFFERED = List.of(
            CalendarPeriod.THIS_MONTH,
            CalendarPeriod.LAST_MONTH,
            CalendarPeriod.THIS_QUARTER,
            CalendarPeriod.LAST_QUARTER);

    /** Longest period that is shown with a bar for each day, wide enough to be hit; a longer one has a bar for each week. */
    private static final long DAILY = 45;

    private static final long MOST = 731;
    private static final int USUAL = 30;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9998;
    private static final int WEEK = 7;

    /** Reads an address: {@code from} and {@code until}, or {@code days}, or a {@code period} of the calendar, or the usual one. */
    static OverviewPeriod of(Map<String, List<String>> asked, LocalDate today) {
        var usual = last(USUAL, today);
        try {
            var days = one(asked, "days");
            if (days != null) {
                return days.matches("[1-9][0-9]{0,2}") && Integer.parseInt(days) <= MOST
                        ? last(Integer.parseInt(days), today)
                        : new OverviewPeriod(usual.from, usual.until, "overview.problem.long");
            }
            var named = one(asked, "period");
            if (named != null) {
                return CalendarPeriod.of(named)
                        .map(period -> of(period, today))
                        .orElseGet(() -> new OverviewPeriod(usual.from, usual.until, "overview.problem.day"));
            }
            var from = day(one(asked, "from"));
            var until = day(one(asked, "until"));
            if (from == null) {
                return until == null ? usual : last(USUAL, until);
            }
            var end = until == null ? (from.isAfter(today) ? from : today) : until;
            return checked(new OverviewPeriod(from, end, null), usual);
        } catch (DateTimeException unreadable) {
            return new OverviewPeriod(usual.from, usual.until, "overview.problem.day");
        }
    }

    private static OverviewPeriod checked(OverviewPeriod asked, OverviewPeriod usual) {
        var problem = asked.from.isAfter(asked.until)
                ? "overview.problem.backwards"
                : asked.length() > MOST ? "overview.problem.long" : null;
        return problem == null ? asked : new OverviewPeriod(usual.from, usual.until, problem);
    }

    private static @Nullable String one(Map<String, List<String>> asked, String name) {
        var given = asked.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw new DateTimeException("given twice");
        }
        return given.isEmpty() || given.getFirst().isBlank()
                ? null
                : given.getFirst().strip();
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var day = LocalDate.parse(text);
        if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
            throw new DateTimeException("out of range");
        }
        return day;
    }

    /**
     * The periods that are offered.
     *
     * @param page the address of the page, to which the period is added
     */
    List<PeriodPreset> presets(PageLanguage speech, String page, LocalDate today) {
        var presets = new ArrayList<PeriodPreset>();
        PRESETS.forEach(days -> presets.add(new PeriodPreset(
                speech.fill("overview.last", days),
                page + "days=" + days,
                last(days, today).equals(this))));
        for (var period : OFFERED) {
            presets.add(new PeriodPreset(
                    speech.say(period.nameKey()),
                    page + "period=" + period.code(),
                    of(period, today).equals(this)));
        }
        return presets;
    }

    static OverviewPeriod of(CalendarPeriod period, LocalDate today) {
        var days = period.days(today);
        return new OverviewPeriod(days.from(), days.until(), null);
    }

    /** The part of an address that names its days. */
    String query() {
        return "from=" + from + "&until=" + until;
    }

    static OverviewPeriod last(int days, LocalDate today) {
        return new OverviewPeriod(today.minusDays(days - 1L), today, null);
    }

    long length() {
        return ChronoUnit.DAYS.between(from, until) + 1;
    }

    /** Days of one bar. */
    int step() {
        return length() <= DAILY ? 1 : WEEK;
    }
}
