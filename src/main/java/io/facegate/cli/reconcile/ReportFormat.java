package io.facegate.cli.reconcile;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms of a report. */
enum ReportFormat {
    TEXT,
    JSON,
    HTML,
    JUNIT;

    /** The form of that word, or null. */
    static @Nullable ReportFormat fromWord(String word) {
        return Stream.of(values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(null);
    }
}
