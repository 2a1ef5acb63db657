package io.facegate.registry;

import io.facegate.registry.RegistryDatabase.Work;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** The registry of one data folder, in {@code registry.db}; and how every SQLite file of the registry is opened. */
final class SqliteRegistryConnection implements RegistryConnection {
    static final String FILE = "registry.db";

    /** The dialect of every SQLite file. */
    static final RegistrySchemaCheck DIALECT = SqliteRegistryConnection::requirePlainTables;

    static final int BUSY_MILLIS = 5000;

    /** A change waits longer for another than a call would: a person made it, and would only make it again. */
    private static final int WRITER_WAITS_MILLIS = 30_000;

    private final Path file;
    private final @Nullable Object identity;
    private final Connection connection;

    private SqliteRegistryConnection(Path file, Connection connection) throws IOException {
        this.file = file;
        this.identity = identity(file);
        this.connection = connection;
    }

    /** Opens the file of a data folder; brings an older one up to date. */
    static SqliteRegistryConnection open(Path folder) throws SQLException, IOException {
        var file = folder.resolve(FILE);
        Connection connection = null;
        try {
            connection = connect(file, WRITER_WAITS_MILLIS);
            RegistrySchema.REGISTRY.backUpOlder(connection, file);
            var opened = new SqliteRegistryConnection(file, connection);
            opened.write(writer -> {
                RegistrySchema.REGISTRY.createTables(writer, file);
                return file;
            });
            connection = null;
            return opened;
        } finally {
            closeQuietly(connection);
        }
    }

    /** Opens the file of a data folder to read it; it must be up to date. */
    static SqliteRegistryConnection openReadOnly(Path folder) throws SQLException, IOException {
        var file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new Unusable(file + " is missing, and nothing is made with --read-only." + RegistrySchema.NORMALLY);
        }
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = null;
        try {
            connection = config.createConnection("jdbc:sqlite:" + file);
            // A file that is opened for reading only would leave its -wal and -shm in the folder.
            SqlStatements.run(connection, "PRAGMA query_only = ON");
            RegistrySchema.REGISTRY.requireCurrent(connection, file);
            var opened = new SqliteRegistryConnection(file, connection);
            connection = null;
            return opened;
        } finally {
            closeQuietly(connection);
        }
    }

    /** True if the registry of a data folder has the current schema and is sealed; changes nothing. */
    static boolean isCurrent(Path folder) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (var connection = config.createConnection("jdbc:sqlite:" + folder.resolve(FILE))) {
            return RegistrySchema.REGISTRY.version(connection)
                            == RegistrySchema.REGISTRY.versions().size()
                    && SqlStatements.number(connection, "SELECT count(*) FROM seal_head") > 0;
        } catch (SQLException unreadable) {
            throw new Unusable(folder.resolve(FILE) + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Opens a file that calls use too; waits a few seconds for others. */
    static Connection connect(Path file) throws SQLException {
        return connect(file, BUSY_MILLIS);
    }

    private static Connection connect(Path file, int waitsMillis) throws SQLException {
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(waitsMillis);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        long deadline = System.nanoTime() + waitsMillis * 1_000_000L;
        while (true) {
            try {
                return config.createConnection("jdbc:sqlite:" + file);
            } catch (SQLException failed) {
                // When two processes switch a new file to WAL at once, SQLite reports busy without waiting.
                if (!isBusy(failed) || System.nanoTime() > deadline) {
                    throw failed;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static boolean isBusy(SQLException failed) {
        return (failed.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    @Override
    public RegistrySchemaCheck dialect() {
        return DIALECT;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) throws SQLException {
        return transaction(connection, () -> work.run(connection));
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        return transaction("BEGIN", connection, () -> work.run(connection));
    }

    @Override
    public long version() throws SQLException {
        return SqlStatements.number(connection, "PRAGMA data_version");
    }

    @Override
    public void awaitChange(int millis) {
        // SQLite tells nobody: the version is polled.
    }

    @Override
    public boolean isInPlace() throws IOException {
        return Objects.equals(identity, identity(file));
    }

    @Override
    public String place() {
        return file.toString();
    }

    /** Runs an exclusive transaction. */
    static <T extends @Nullable Object> T transaction(Connection connection, RegistryDatabase.Step<T> step)
            throws SQLException {
        return transaction("BEGIN IMMEDIATE", connection, step);
    }

    private static <T extends @Nullable Object> T transaction(
            String begin, Connection connection, RegistryDatabase.Step<T> step) throws SQLException {
        SqlStatements.run(connection, begin);
        boolean done = false;
        try {
            var result = step.run();
            requirePlain(connection);
            SqlStatements.run(connection, "COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                SqlStatements.run(connection, "ROLLBACK");
            }
        }
    }

    /** Rejects triggers and views, which could silently lose writes. Nobody can add one inside the transaction. */
    private static void requirePlain(Connection connection) throws SQLException {
        var foreign = SqlStatements.rows(
                connection,
                row -> row.getString(1),
                "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view')");
        if (!foreign.isEmpty()) {
            throw new SQLException("it has something that does not belong there, which can lose or change records: "
                    + foreign.getFirst().replaceAll("[^A-Za-z0-9_ -]", "?"));
        }
    }

    private static void requirePlainTables(Connection connection) throws SQLException {
        if (SqlStatements.number(connection, "SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger')")
                > 0) {
            throw new Unusable(
                    "The registry's file has views or triggers that Facegate did not make." + RegistrySeal.WHAT_TO_DO);
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException alreadyBroken) {
            System.getLogger(SqliteRegistryConnection.class.getName())
                    .log(System.Logger.Level.DEBUG, "close", alreadyBroken);
        }
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }
}
