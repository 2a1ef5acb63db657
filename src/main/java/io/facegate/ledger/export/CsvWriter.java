package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CSV writer (RFC 4180). A cell that a spreadsheet would take for a formula gets a leading apostrophe. */
final class CsvWriter implements RecordSink {
    private static final String FORMULA = "=+-@\t\r\n|%";

    private final OutputStream out;

    CsvWriter(OutputStream out) throws IOException {
        this.out = out;
        row(Arrays.stream(ExportColumn.values()).map(ExportColumn::key).toList());
    }

    @Override
    public void write(VerifiedRecord entry) throws IOException {
        row(ExportColumn.cellsOf(entry));
    }

    private void row(List<? extends @Nullable String> cells) throws IOException {
        out.write(cells.stream()
                .map(CsvWriter::cell)
                .collect(Collectors.joining(",", "", "\r\n"))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        var safe = FORMULA.indexOf(value.charAt(0)) >= 0 ? '\'' + value : value;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
