package io.facegate.console.overview;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** The filters of the list behind a number of the overview. */
final class PeriodFilters {
    private PeriodFilters() {}

    /** @param outcome {@code permit}, {@code refuse} or {@code fault}; empty for all */
    static Map<String, String> filters(LocalDate from, LocalDate until, String outcome) {
        var filters = new LinkedHashMap<String, String>();
        filters.put("from", from.toString());
        filters.put("until", until.toString());
        if (!outcome.isEmpty()) {
            filters.put("outcome", outcome);
        }
        filters.put("sandbox", "no");
        return filters;
    }
}
