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
    private static final int VERSION = 1;
    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE handle (
              provider TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, organisation TEXT NOT NULL, purpose TEXT,
              capabilities TEXT NOT NULL, threshold REAL, use TEXT NOT NULL, token TEXT NOT NULL,
              decision TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER,
              PRIMARY KEY (provider, kind, id)) STRICT""",
            "CREATE INDEX handle_over ON handle (expires)",
            "CREATE INDEX handle_whose ON handle (organisation, kind, created)");

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
                ensure(opened, file);
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

    private static void ensure(Connection connection, Path file) throws SQLException {
        int version = Sql.number(connection, "PRAGMA user_version");
        if (version == VERSION) {
            return;
        }
        if (version != 0 || Sql.number(connection, "SELECT count(*) FROM sqlite_schema") != 0) {
            throw new Unusable(file + " is not of a form that this version of Facegate can read. "
                    + "Use the version that wrote it, or another data folder.");
        }
        for (var statement : TABLES) {
            Sql.run(connection, statement);
        }
        Sql.run(connection, "PRAGMA user_version = " + VERSION);
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
