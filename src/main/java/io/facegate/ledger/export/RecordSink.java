package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;

/** Receives records in order and writes them in one format. */
interface RecordSink extends AutoCloseable {
    void write(VerifiedRecord entry) throws IOException;

    /** Writes the end of the file. */
    @Override
    void close() throws IOException;
}
