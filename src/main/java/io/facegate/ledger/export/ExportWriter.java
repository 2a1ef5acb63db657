package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;

/** Writes records in order into a file of one format. */
interface ExportWriter extends AutoCloseable {
    void write(VerifiedRecord entry) throws IOException;

    /** Writes the end of the file. */
    @Override
    void close() throws IOException;
}
