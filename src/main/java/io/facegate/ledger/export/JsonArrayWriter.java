package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes records as one JSON array; each element is the exact bytes of a record. */
final class JsonArrayWriter implements ExportWriter {
    private final OutputStream out;
    private boolean begun;

    JsonArrayWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write('[');
    }

    @Override
    public void write(VerifiedRecord entry) throws IOException {
        out.write((begun ? ",\n" : "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(entry.json());
        begun = true;
    }

    @Override
    public void close() throws IOException {
        out.write("\n]\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
