package io.facegate.console;

import io.facegate.usecase.report.ReportPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The days of a period in words, without what its first and last day have in common. */
public final class PeriodLabels {
    private static final String WHOLE = "policy.day";

    private PeriodLabels() {}

    /** The days, such as {@code 1 July – 30 September 2026}; only the first of a period that is not over. */
    public static String days(PageLanguage speech, ReportPeriod period, Instant now) {
        if (period.until().isAfter(now)) {
            return speech.fill("period.range.since", day(speech, WHOLE, period.first()));
        }
        var first = period.first();
        var last = period.last();
        var pattern = first.getYear() != last.getYear()
                ? WHOLE
                : first.getMonth() == last.getMonth() ? "period.range.day" : "period.range.month";
        return speech.fill("period.range", day(speech, pattern, first), day(speech, WHOLE, last));
    }

    private static String day(PageLanguage speech, String pattern, LocalDate day) {
        return speech.time(pattern, day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
