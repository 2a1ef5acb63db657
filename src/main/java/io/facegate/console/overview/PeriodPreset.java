package io.facegate.console.overview;

import io.facegate.console.CalendarPeriod;
import io.facegate.console.PageLanguage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A period to choose with one click; {@code current} if it is the one that is shown. */
record PeriodPreset(String name, String address, boolean current) {
    /**
     * The periods that are offered.
     *
     * @param page the address of the page, to which the period is added
     */
    static List<PeriodPreset> all(PageLanguage speech, String page, OverviewPeriod shown, LocalDate today) {
        var presets = new ArrayList<PeriodPreset>();
        OverviewPeriod.PRESETS.forEach(days -> presets.add(new PeriodPreset(
                speech.fill("overview.last", days),
                page + "days=" + days,
                OverviewPeriod.last(days, today).equals(shown))));
        Arrays.stream(CalendarPeriod.values())
                .forEach(period -> presets.add(new PeriodPreset(
                        speech.say(period.nameKey()),
                        page + "period=" + period.code(),
                        OverviewPeriod.of(period, today).equals(shown))));
        return presets;
    }
}
