package io.facegate.ledger.search;

import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** Lock for opening, creating or deleting a folder's search file, exclusive across processes. */
final class SearchFileLock {
    private static final String LOCK = "search.lock";

    /** A file lock belongs to the process, so the threads of one process synchronise on this. */
    private static final Object OWN = new Object();

    private SearchFileLock() {}

    /** Operation under the lock. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException, IOException;
    }

    static <T> T runLocked(Path folder, Work<T> work) throws SQLException, IOException {
        synchronized (OWN) {
            var lock = folder.resolve(LOCK);
            SqliteSettings.createPrivate(lock);
            try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return work.run();
            }
        }
    }
}
