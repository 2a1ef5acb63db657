package io.facegate.cli.reconcile;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The formats of a reconciliation. */
enum ReconciliationFormat {
    TEXT,
    JSON,
    HTML,
    JUNIT;

    /** The format of that word, or null. */
    static @Nullable ReconciliationFormat fromWord(String word) {
        return Stream.of(values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(null);
    }
}
