package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes records as CSV, one a line. */
final class CsvWriter implements ExportWriter {
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
        out.write(CsvLine.of(cells).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
