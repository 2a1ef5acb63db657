package io.facegate.ledger.publish;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Storage where a log is published, file by file. */
public interface PublicationTarget extends AutoCloseable {
    /** Stores a file atomically; durable on return. */
    void put(String path, byte[] bytes) throws IOException;

    /** Returns a stored file, or null. */
    byte @Nullable [] get(String path) throws IOException;

    /** Removes a file if it exists. */
    void remove(String path) throws IOException;

    @Override
    void close();
}
