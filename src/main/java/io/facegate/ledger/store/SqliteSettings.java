package io.facegate.ledger.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/** SQLite connections with verified settings (fsync at every commit): every setting is made and read back. */
public final class SqliteSettings {
    /** {@code FGL1}: SQLite application id of a ledger. */
    static final int APPLICATION = 0x46474c31;

    /** Version of the tables. */
    static final int LAYOUT = 1;

    /** How long a writer waits for others. */
    static final String WRITER_MILLIS = "60000";

    /** The first SQLite release in which two connections cannot lose a commit while the WAL is reset. */
    private static final int[] OLDEST = {3, 51, 3};

    private SqliteSettings() {}

    /** Connects through the driver directly: the visibility of drivers in DriverManager depends on the class loader. */
    public static Connection connect(String url) throws SQLException {
        var settings = new Properties();
        // Otherwise each INSERT is followed by a query for a row id that nobody reads.
        settings.setProperty("jdbc.get_generated_keys", "false");
        return JDBC.createConnection(url, settings);
    }

    /** Creates a file that only its owner can read, unless it exists. */
    public static void createPrivate(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException present) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Opens for writing: WAL, every commit synced, no memory map. */
    public static Connection writer(Path file) throws SQLException, IOException {
        var log = WriteAheadLog.inspect(file);
        if (log.isDamaged()) {
            throw new SQLException(log.describeDamage());
        }
        var connection = connect("jdbc:sqlite:" + file);
        try {
            requireVersion(connection);
            set(connection, "busy_timeout", WRITER_MILLIS);
            set(connection, "journal_mode", "wal");
            set(connection, "synchronous", "2");
            set(connection, "mmap_size", "0");
            // Nothing moved within the file may leave a second copy behind.
            set(connection, "secure_delete", "1");
            set(connection, "wal_autocheckpoint", "4000");
            set(connection, "trusted_schema", "0");
            return connection;
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** Opens read-only; a lone file in a read-only folder is read as it is. */
    public static Connection reader(Path file) throws SQLException {
        var uri = "jdbc:sqlite:" + file.toAbsolutePath().toUri().toString().replaceFirst("^file:///", "file:/");
        boolean alone = !Files.exists(Path.of(file + "-wal"))
                && !Files.isWritable(file.toAbsolutePath().getParent());
        var connection = connect(uri + (alone ? "?immutable=1" : "?mode=ro"));
        try {
            set(connection, "busy_timeout", "5000");
            set(connection, "mmap_size", "0");
            set(connection, "query_only", "1");
            set(connection, "trusted_schema", "0");
            return connection;
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** Runs one statement without parameters. */
    public static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes a setting and reads it back. */
    public static void set(Connection connection, String pragma, String value) throws SQLException {
        run(connection, "PRAGMA " + pragma + '=' + value);
        var got = queryText(connection, "PRAGMA " + pragma);
        if (!value.equals(got)) {
            throw new SQLException("SQLite has " + pragma + '=' + got + " where " + value + " was set.");
        }
    }

    /** The first column of the first row, as text. */
    public static String queryText(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /** True if it failed only because another connection held the file for too long. */
    public static boolean isBusy(SQLException failed) {
        return (failed.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private static void requireVersion(Connection connection) throws SQLException {
        var version = queryText(connection, "SELECT sqlite_version()");
        var parts = Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        if (Arrays.compare(parts, OLDEST) < 0) {
            throw new SQLException("SQLite " + version + " can lose a commit; 3.51.3 or newer is needed.");
        }
    }
}
