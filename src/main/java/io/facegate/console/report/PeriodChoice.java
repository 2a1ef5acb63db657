package io.facegate.console.report;

import io.facegate.console.ConsolePage;
import io.facegate.console.PageLanguage;
import io.facegate.console.PeriodLabels;
import io.facegate.console.PeriodPreset;
import io.facegate.usecase.report.ReportPeriod;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The period that the address of a page of reports names; if it names none, the last whole quarter, or this one if the
 * log is younger.
 *
 * @param period null if the address names no period that can be used
 * @param from the first day as it was typed
 * @param until the last day as it was typed
 */
record PeriodChoice(@Nullable ReportPeriod period, String from, String until, Instant now) {
    private static final String FROM = "from";
    private static final String UNTIL = "until";

    /** @param begin the time of the first record; empty if there is none */
    static PeriodChoice of(Map<String, List<String>> address, Instant now, Optional<Instant> begin) {
        var from = first(address, FROM);
        var until = first(address, UNTIL);
        if (from.isEmpty() && until.isEmpty()) {
            var last = ReportPeriod.lastQuarter(now);
            boolean isYounger = begin.isPresent() && !begin.get().isBefore(last.until());
            return of(isYounger ? ReportPeriod.thisQuarter(now) : last, now);
        }
        try {
            return of(new ReportPeriod(LocalDate.parse(from), LocalDate.parse(until)), now);
        } catch (DateTimeException | IllegalArgumentException unusable) {
            return new PeriodChoice(null, from, until, now);
        }
    }

    private static PeriodChoice of(ReportPeriod period, Instant now) {
        return new PeriodChoice(period, period.first().toString(), period.last().toString(), now);
    }

    private static String first(Map<String, List<String>> address, String name) {
        var given = address.getOrDefault(name, List.of());
        var text = given.isEmpty() ? "" : given.getFirst().strip();
        return text.length() > 10 ? text.substring(0, 10) : text;
    }

    /** The periods that are offered, each with its days. */
    public List<PeriodPreset> presets(PageLanguage speech) {
        var offered = new LinkedHashMap<String, ReportPeriod>();
        offered.put("reports.last.quarter", ReportPeriod.lastQuarter(now));
        offered.put("reports.last.month", ReportPeriod.lastMonth(now));
        offered.put("reports.last.year", ReportPeriod.lastYear(now));
        offered.put("reports.this.quarter", ReportPeriod.thisQuarter(now));
        offered.put("reports.this.month", ReportPeriod.thisMonth(now));
        var presets = new ArrayList<PeriodPreset>();
        offered.forEach((key, one) -> presets.add(new PeriodPreset(
                speech.fill("period.dated", speech.say(key), PeriodLabels.days(speech, one, now)),
                ConsolePage.REPORTS.address() + '?' + query(one),
                one.equals(period))));
        return presets;
    }

    /** The part of an address that names a period. */
    static String query(ReportPeriod period) {
        return FROM + '=' + period.first() + '&' + UNTIL + '=' + period.last();
    }
}
