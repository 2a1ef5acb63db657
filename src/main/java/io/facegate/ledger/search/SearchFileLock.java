package io.facegate.ledger.search;

import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** The turn to open, make or delete the search file of a folder: one has it at a time, of all processes. */
final class SearchFileLock {
    private static final String LOCK = "search.lock";

    /** A lock on a file is a process's, not a thread's, so the threads of one process take turns by this. */
    private static final Object OWN = new Object();

    private SearchFileLock() {}

    /** What is done while nobody else has the turn. */
    @FunctionalInterface
    interface Work<T> {
        T done() throws SQLException, IOException;
    }

    static <T> T in(Path folder, Work<T> work) throws SQLException, IOException {
        synchronized (OWN) {
            var lock = folder.resolve(LOCK);
            SqliteSettings.createPrivate(lock);
            try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return work.done();
            }
        }
    }
}
