package io.facegate.ledger.export;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Storage of the position of one outbox. */
interface PositionStore extends AutoCloseable {
    /** A position: how many records, and the leaf hash of the last of them as lowercase hex. */
    record Mark(long next, String leaf) {}

    /** True if this gateway sends, from now on until the store is closed or fails. */
    boolean tryLead() throws IOException;

    /** Requires that this gateway still sends; asked before each step. */
    default void requireLead() throws IOException {}

    /** The kept position, or null. */
    @Nullable
    Mark read() throws IOException;

    /** Keeps a position; durable on return. */
    void write(Mark mark) throws IOException;

    /** What it is, for a message. */
    String describe();

    @Override
    void close();
}
