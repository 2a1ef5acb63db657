package io.facegate.registry.store;

import io.facegate.registry.RegistryTrouble.Unusable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The file {@code handles.db} of a data folder. */
public final class HandleFile implements AutoCloseable {
    public static final String FILE = "handles.db";
    private static final Schema SCHEMA = new Schema(List.of(List.of(
            """
            CREATE TABLE handle (
              provider TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, organisation TEXT NOT NULL, purpose TEXT,
              capabilities TEXT NOT NULL, threshold REAL, use TEXT NOT NULL, token TEXT NOT NULL,
              decision TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER,
              PRIMARY KEY (provider, kind, id)) STRICT""",
            "CREATE INDEX handle_over ON handle (expires)",
            "CREATE INDEX handle_whose ON handle (organisation, kind, created)")));

    private final ReentrantLock lock = new ReentrantLock();
    private final Path file;
    private final Connection connection;

    private HandleFile(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens that of a data folder, and makes it where there is none. */
    public static HandleFile open(Path data) {
        var file = data.resolve(FILE);
        PrivateFiles.folder(data);
        PrivateFiles.ensure(file);
        Connection connection = null;
        try {
            connection = Store.connect(file);
            var opened = connection;
            Store.transaction(opened, () -> {
                SCHEMA.ensure(opened, file);
                return file;
            });
            connection = null;
            return new HandleFile(file, opened);
        } catch (SQLException notReadable) {
            throw new Unusable(file + " cannot be opened: " + notReadable.getMessage(), notReadable);
        } finally {
            Store.quietly(connection);
        }
    }

    /** Works alone; what it wrote is on disk on return. */
    public <T> T alone(Store.Work<T> work) throws SQLException {
        lock.lock();
        try {
            return Store.transaction(connection, () -> work.on(connection));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            Store.quietly(connection);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
