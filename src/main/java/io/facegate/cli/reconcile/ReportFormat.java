package io.facegate.cli.reconcile;

import java.util.Locale;

/** The forms of a report. */
enum ReportFormat {
    TEXT,
    JSON,
    HTML,
    JUNIT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
