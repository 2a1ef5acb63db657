package io.facegate.ledger.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Store that makes whole batches durable; used by one thread at a time. After any exception other than {@link
 * Unreachable} nothing more may be written.
 */
public interface BatchStore extends AutoCloseable {
    /** Start of the message that another process writes to an exclusive store. */
    String TAKEN = "Another gateway or command is writing";

    /** Ids of the permits that earlier runs left without an outcome; to be read before anything is written. */
    Set<String> open();

    /**
     * Makes one batch durable.
     *
     * @return the newest known tree head
     * @throws Unreachable if it is unknown whether the batch is durable; it must be submitted again before any other
     */
    StoredHead append(List<LogEntry> lines) throws SQLException, IOException;

    /**
     * Does housekeeping after a pause in writing; returns false to be called again.
     *
     * @throws Unreachable if nothing can be written for now
     */
    boolean maintain() throws SQLException, IOException;

    /** Checks whether anybody else wrote, while there is nothing to write. */
    default void checkOtherWriters() throws SQLException, IOException {}

    /**
     * Removes the bytes of some of the records before {@code minimum}; their hashes stay.
     *
     * @return false if none are left
     */
    default boolean prune(long minimum) throws SQLException, IOException {
        return false;
    }

    /** The newest known tree head. */
    StoredHead head();

    @Override
    void close() throws SQLException, IOException;

    /** The store does not answer for now; a submitted batch may or may not be durable. */
    class Unreachable extends IOException {
        private static final long serialVersionUID = 1;

        public Unreachable(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /** The disk is full; it holds only what was durable before. */
    final class NoRoom extends Unreachable {
        private static final long serialVersionUID = 1;

        public NoRoom(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
