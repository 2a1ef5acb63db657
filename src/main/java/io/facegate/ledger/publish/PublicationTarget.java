package io.facegate.ledger.publish;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A place where a log is published, file by file. */
public interface PublicationTarget extends AutoCloseable {
    /** Puts a file there, whole or not at all; durable on return. */
    void put(String path, byte[] bytes) throws IOException;

    /** A file that was put there, or null. */
    byte @Nullable [] get(String path) throws IOException;

    /** Removes a file, if it is there. */
    void remove(String path) throws IOException;

    @Override
    void close();
}
