package io.facegate.ledger.store;

import io.facegate.call.OlderDataFile;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** SQLite file of the salts of a data folder's commitments, separate from the records. */
public final class SaltFile implements AutoCloseable {
    /** The file's name in the data folder. */
    public static final String NAME = "salts.db";

    /** {@code FGS1}: SQLite application id of this file. */
    private static final int APPLICATION = 0x46475331;

    private static final String SELECT = "SELECT * FROM salt WHERE ";

    private static final String TABLE =
            "CREATE TABLE salt (record TEXT NOT NULL, field TEXT NOT NULL, salt BLOB NOT NULL,"
                    + " commitment TEXT NOT NULL, PRIMARY KEY (record, field)) STRICT, WITHOUT ROWID";

    /** Since 0.2: the values of administrative acts, kept and erased with their salt. */
    private static final String VALUE = "ALTER TABLE salt ADD COLUMN value TEXT";

    private static final SchemaCheck SCHEMA = SchemaCheck.fromStatements(List.of(TABLE, VALUE));

    private final Connection connection;
    private final Path file;
    private final String layout;
    private boolean torn;
    private boolean logged = true;

    private SaltFile(Connection connection, Path file) throws SQLException {
        this.connection = connection;
        this.file = file;
        this.layout = layout(connection);
        SCHEMA.requireMatch(connection, NAME);
    }

    private static String layout(Connection connection) throws SQLException {
        return SqliteSettings.queryText(connection, "PRAGMA schema_version");
    }

    /** Commits. Commands erase salts beside a gateway, so rows may change, but the tables may not. */
    private void commit() throws SQLException {
        if (!layout(connection).equals(layout)) {
            throw new SQLException("The tables of " + NAME + " were changed.");
        }
        SqliteSettings.run(connection, "COMMIT");
    }

    /** Opens the file of a folder for writing; creates it if missing. */
    public static SaltFile open(Path folder) throws IOException, SQLException {
        var file = folder.resolve(NAME);
        SqliteSettings.createPrivate(file);
        var connection = SqliteSettings.writer(file);
        try {
            requireKnown(connection, file);
            backUpOlder(connection, file);
            create(connection);
            return new SaltFile(connection, file);
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    private void deleteOlderBackups() throws SQLException {
        try {
            OlderDataFile.deleteBackups(file);
        } catch (IOException kept) {
            throw new SQLException("What was erased still stands in a copy of an earlier version: " + kept, kept);
        }
    }

    /** Opens the file for reading; if it is missing, every salt is gone. */
    public static Salts read(Path folder) throws SQLException {
        var file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Salts.NONE;
        }
        var connection = SqliteSettings.reader(file);
        try {
            requireKnown(connection, file);
            return new Reading(connection);
        } catch (SQLException newer) {
            connection.close();
            throw newer;
        }
    }

    /** Rejects files with a version: this one has none, newer ones will. */
    private static void requireKnown(Connection connection, Path file) throws SQLException {
        var version = SqliteSettings.queryText(connection, "PRAGMA user_version");
        if (!version.equals("0")) {
            throw new SQLException(OlderDataFile.newerVersionMessage(file, version, 0));
        }
    }

    private static void backUpOlder(Connection connection, Path file) throws SQLException {
        boolean older = SqliteSettings.queryText(connection, "SELECT count(*) FROM pragma_table_info('salt')")
                        .equals("4")
                && !SqliteSettings.queryText(connection, "SELECT count(*) FROM salt")
                        .equals("0");
        if (older) {
            OlderDataFile.backUp(connection, file, 1);
        }
    }

    private static void create(Connection connection) throws SQLException {
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
        if (SqliteSettings.queryText(connection, "PRAGMA application_id").equals("0")
                && SqliteSettings.queryText(connection, "SELECT count(*) FROM sqlite_schema")
                        .equals("0")) {
            SqliteSettings.run(connection, TABLE);
            SqliteSettings.run(connection, "PRAGMA application_id = " + APPLICATION);
        }
        boolean ours =
                SqliteSettings.queryText(connection, "PRAGMA application_id").equals(Integer.toString(APPLICATION));
        if (ours
                && SqliteSettings.queryText(
                                connection, "SELECT count(*) FROM pragma_table_info('salt') WHERE name = 'value'")
                        .equals("0")) {
            SqliteSettings.run(connection, VALUE);
        }
        SqliteSettings.run(connection, "COMMIT");
        if (!SqliteSettings.queryText(connection, "PRAGMA application_id").equals(Integer.toString(APPLICATION))) {
            throw new SQLException(NAME + " is not a file of Facegate.");
        }
    }

    /**
     * Stores the salts of records that are about to be written; on disk on return.
     *
     * @throws io.facegate.ledger.store.BatchStore.Unreachable if the disk is full, or another connection holds the file
     *     for too long; then none is stored
     */
    public void store(List<Salt> salts) throws SQLException, IOException {
        try {
            emptyLog();
            insert(salts);
        } catch (SQLException failed) {
            throw rollBack(failed);
        }
    }

    /** Empties the WAL, so that nothing of a write that failed on a full disk precedes later writes. */
    private void emptyLog() throws SQLException, IOException {
        if (torn
                && !SqliteSettings.queryText(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
                        .equals("0")) {
            throw DiskFull.toNoRoom(new IOException("somebody reads " + NAME));
        }
        torn = false;
    }

    /** Rolls back; leftover salts would conflict with the same ones on a retry. */
    private IOException rollBack(SQLException failed) throws SQLException {
        if (!DiskFull.isDiskFull(failed)) {
            throw failed;
        }
        torn = true;
        DiskFull.rollBack(connection);
        SCHEMA.requireMatch(connection, NAME);
        SqliteSettings.run(connection, "ROLLBACK");
        return DiskFull.toNoRoom(failed);
    }

    private void insert(List<Salt> salts) throws SQLException, IOException {
        begin();
        try (var insert = connection.prepareStatement(
                "INSERT INTO salt (record, field, salt, commitment, value) VALUES (?,?,?,?,?)")) {
            for (var each : salts) {
                bind(insert, each);
                if (insert.executeUpdate() != 1) {
                    throw new SQLException(NAME + " did not take a salt.");
                }
            }
        }
        commit();
    }

    private void begin() throws SQLException, IOException {
        try {
            SqliteSettings.run(connection, "BEGIN IMMEDIATE");
        } catch (SQLException failed) {
            if (!SqliteSettings.isBusy(failed)) {
                throw failed;
            }
            throw new BatchStore.Unreachable("another connection writes to " + NAME, failed);
        }
    }

    /**
     * Erases the salts of these records, from the file and its WAL.
     *
     * @return how many are gone
     */
    public int erase(List<String> records) throws SQLException {
        int erased = 0;
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
        try (var delete = connection.prepareStatement("DELETE FROM salt WHERE record = ?")) {
            for (var record : records) {
                delete.setString(1, record);
                erased += delete.executeUpdate();
                requireGone(record);
            }
        }
        commit();
        if (!SqliteSettings.queryText(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
                .equals("0")) {
            throw new SQLException(
                    "Somebody reads " + NAME + ", so what was erased still stands in its log; try again");
        }
        deleteOlderBackups();
        return erased;
    }

    /** Some of the salts, in no order. */
    List<Salt> some(int most) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM salt LIMIT ?")) {
            select.setInt(1, most);
            var found = new ArrayList<Salt>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(salt(rows));
                }
            }
            return found;
        }
    }

    /** Stores the salts that are not there yet; returns them. */
    List<Salt> storeAbsent(List<Salt> salts) throws SQLException {
        var stored = new ArrayList<Salt>();
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
        try (var insert = connection.prepareStatement(
                "INSERT OR IGNORE INTO salt (record, field, salt, commitment, value) VALUES (?,?,?,?,?)")) {
            for (var each : salts) {
                bind(insert, each);
                if (insert.executeUpdate() == 1) {
                    stored.add(each);
                }
            }
        }
        commit();
        return stored;
    }

    /** Removes salts that are kept elsewhere now, also from the file's log unless somebody uses it. */
    void remove(List<Salt> salts) throws SQLException {
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
        try (var delete = connection.prepareStatement("DELETE FROM salt WHERE record = ? AND field = ?")) {
            for (var each : salts) {
                delete.setString(1, each.record());
                delete.setString(2, each.field().key());
                delete.executeUpdate();
            }
        }
        commit();
        logged = true;
        emptyLogOfRemoved();
    }

    /** Empties the log of what was removed unless somebody reads or writes; to be tried again then. Nobody waits. */
    void emptyLogOfRemoved() throws SQLException {
        if (!logged) {
            return;
        }
        // While a checkpoint waits for a reader, nobody else can write.
        SqliteSettings.set(connection, "busy_timeout", "0");
        try {
            logged = !SqliteSettings.queryText(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
                    .equals("0");
        } finally {
            SqliteSettings.set(connection, "busy_timeout", SqliteSettings.WRITER_MILLIS);
        }
    }

    /** The records that have salts here. */
    List<String> records() throws SQLException {
        var found = new ArrayList<String>();
        try (var select = connection.prepareStatement("SELECT DISTINCT record FROM salt");
                var rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void bind(PreparedStatement insert, Salt salt) throws SQLException {
        insert.setString(1, salt.record());
        insert.setString(2, salt.field().key());
        insert.setBytes(3, salt.bytes());
        insert.setString(4, salt.commitment());
        insert.setString(5, salt.value());
    }

    private void requireGone(String record) throws SQLException {
        try (var select = connection.prepareStatement("SELECT count(*) FROM salt WHERE record = ?")) {
            select.setString(1, record);
            try (var rows = select.executeQuery()) {
                if (rows.next() && rows.getInt(1) > 0) {
                    throw new SQLException(NAME + " did not let go of a salt.");
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static Salt salt(ResultSet row) throws SQLException {
        // A file last opened for writing before values were kept has no column for them.
        boolean values = row.getMetaData().getColumnCount() > 4;
        return new Salt(
                row.getString("record"),
                RecordField.valueOf(row.getString("field").toUpperCase(Locale.ROOT)),
                row.getBytes("salt"),
                row.getString("commitment"),
                values ? row.getString("value") : null);
    }

    /** Read access to the file. */
    private record Reading(Connection connection) implements Salts {
        @Override
        public List<Salt> findByRecord(String record) throws SQLException {
            try (var select = connection.prepareStatement(SELECT + "record = ? ORDER BY field")) {
                select.setString(1, record);
                var found = new ArrayList<Salt>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(salt(rows));
                    }
                }
                return found;
            }
        }

        @Override
        public List<String> records(RecordField field, String value) throws SQLException {
            var found = new ArrayList<String>();
            anyMatch(field, salt -> {
                if (salt.isFor(value)) {
                    found.add(salt.record());
                }
                return false;
            });
            return found;
        }

        @Override
        public boolean anyMatch(RecordField field, Predicate<Salt> wanted) throws SQLException {
            try (var select = connection.prepareStatement(SELECT + "field = ?")) {
                select.setString(1, field.key());
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        if (wanted.test(salt(rows))) {
                            return true;
                        }
                    }
                }
                return false;
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
