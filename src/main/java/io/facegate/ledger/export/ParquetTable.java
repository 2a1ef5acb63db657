package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Record sink that writes a Parquet file of text columns. */
final class ParquetTable implements ExportWriter {
    private final ParquetFile file;

    ParquetTable(OutputStream out) throws IOException {
        file = new ParquetFile(
                out, Arrays.stream(ExportColumn.values()).map(ExportColumn::key).toList());
    }

    @Override
    public void write(VerifiedRecord entry) throws IOException {
        file.row(ExportColumn.cellsOf(entry));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
