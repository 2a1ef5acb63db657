package io.facegate.ledger.export;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets a leading apostrophe. */
public final class CsvLine {
    private static final String FORMULA = "=+-@\t\r\n|%";

    private CsvLine() {}

    /** The line with its end. A cell that is null is empty. */
    public static String of(List<? extends @Nullable String> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        var safe = FORMULA.indexOf(value.charAt(0)) >= 0 ? '\'' + value : value;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
