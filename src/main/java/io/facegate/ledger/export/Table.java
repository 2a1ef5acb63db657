package io.facegate.ledger.export;

import io.facegate.ledger.export.parquet.ParquetFile;
import io.facegate.ledger.reading.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A table in a Parquet file, every column text. */
final class Table implements Sink {
    private final ParquetFile file;

    Table(OutputStream out) throws IOException {
        file = new ParquetFile(
                out, Arrays.stream(Column.values()).map(Column::key).toList());
    }

    @Override
    public void take(Entry entry) throws IOException {
        file.row(Column.of(entry));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
