package io.facegate.ledger.export;

import io.facegate.ledger.reading.Entry;
import java.io.IOException;

/** Takes records in their order and writes them in one format. */
interface Sink extends AutoCloseable {
    void take(Entry entry) throws IOException;

    /** Writes what ends the file. */
    @Override
    void close() throws IOException;
}
