package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;

/** Takes records in their order and writes them in one format. */
interface RecordSink extends AutoCloseable {
    void take(VerifiedRecord entry) throws IOException;

    /** Writes what ends the file. */
    @Override
    void close() throws IOException;
}
