package io.facegate.usecase.report;

import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The words of reports in one language.
 *
 * @param mark what stands behind each number; empty if the numbers were verified
 */
record ReportWords(Language language, String mark) {
    private static final String BUNDLE = "io.facegate.usecase.report.report";

    /** A star, for numbers that nobody verified. */
    static final String UNVERIFIED = "*";

    private MessageBundle phrases() {
        return new MessageBundle(BUNDLE, language);
    }

    String say(String key) {
        return phrases().text(key);
    }

    String fill(String key, Object... values) {
        return phrases().format(key, values);
    }

    /** The text under that key; another one if there is none. */
    String sayOr(String key, String otherwise) {
        return phrases().has(key) ? say(key) : otherwise;
    }

    String number(long number) {
        return NumberFormat.getIntegerInstance(language.locale()).format(number) + mark;
    }

    String time(@Nullable Instant moment) {
        return moment == null ? say("time.unknown") : phrases().time("time.moment", moment);
    }

    String day(LocalDate day) {
        return phrases().time("time.day", day);
    }

    /** What a word of the policies is called; empty for none. */
    String title(String kind, String word) {
        return word.isEmpty()
                ? say("none." + kind)
                : DisplayText.forPage(WordTitles.forLanguage(language).title(kind, word));
    }

    /** What a period is called, such as {@code third quarter of 2026}. */
    String period(ReportPeriod period) {
        var year = Integer.toString(period.first().getYear());
        return switch (period.kind()) {
            case YEAR -> fill("period.year", year);
            case QUARTER -> fill("period.quarter." + period.quarter(), year);
            case MONTH -> phrases().time("period.month", period.first());
            case DAYS ->
                period.first().equals(period.last())
                        ? day(period.first())
                        : fill("period.days", day(period.first()), day(period.last()));
        };
    }
}
