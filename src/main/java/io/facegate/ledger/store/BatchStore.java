package io.facegate.ledger.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Where whole batches become durable; one thread at a time. After any exception but {@link Unreachable} nothing more may
 * be written.
 */
public interface BatchStore extends AutoCloseable {
    /** How the complaint begins that somebody else writes where only one may. */
    String TAKEN = "Another gateway or command is writing";

    /** Ids of the permits that earlier runs left without an outcome; to be asked before anything is written. */
    Set<String> open();

    /**
     * Makes one batch durable.
     *
     * @return the tree as far as it is known to have grown
     * @throws Unreachable when it is not known whether it is; the same batch must be handed over again before any other
     */
    StoredHead append(List<LogEntry> lines) throws SQLException, IOException;

    /**
     * Tidies up when nothing was written for a while; false to be asked again.
     *
     * @throws Unreachable when nothing can be written for now
     */
    boolean settle() throws SQLException, IOException;

    /** Looks whether anybody else wrote, while nothing is to be written. */
    default void look() throws SQLException, IOException {}

    /**
     * Removes the bytes of some of the records before that one; their hashes stay.
     *
     * @return false when none are left
     */
    default boolean prune(long minimum) throws SQLException, IOException {
        return false;
    }

    /** The tree as far as it is known to have grown. */
    StoredHead head();

    @Override
    void close() throws SQLException, IOException;

    /** The store does not answer for now; what was handed over may be durable or not. */
    class Unreachable extends IOException {
        private static final long serialVersionUID = 1;

        public Unreachable(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /** There was no room to write; what was on disk before is there, and nothing else. */
    final class NoRoom extends Unreachable {
        private static final long serialVersionUID = 1;

        public NoRoom(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
