package io.facegate.ledger.personal;

import io.facegate.ledger.record.Disclosure;
import io.facegate.ledger.record.Field;
import io.facegate.ledger.store.Sqlite;
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

/** The file of a data folder that holds the values and salts behind the commitments of its records. */
public final class PersonalFile implements AutoCloseable {
    /** The file's name in the data folder. */
    public static final String NAME = "personal.db";

    /** {@code FGP1}: says that a SQLite file is one of these. */
    private static final int APPLICATION = 0x46475031;

    private static final String SELECT = "SELECT record, field, salt, value FROM disclosure WHERE ";

    private final Connection connection;

    private PersonalFile(Connection connection) {
        this.connection = connection;
    }

    /** Opens the file of a folder for writing, making it where there is none. */
    public static PersonalFile open(Path folder) throws IOException, SQLException {
        var file = folder.resolve(NAME);
        Sqlite.createPrivate(file);
        var connection = Sqlite.writer(file);
        try {
            create(connection);
            return new PersonalFile(connection);
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** Opens it for reading; where there is none, nothing is disclosed. */
    public static Disclosures read(Path folder) throws SQLException {
        var file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Disclosures.NONE;
        }
        return new Reading(new PersonalFile(Sqlite.reader(file)));
    }

    private static void create(Connection connection) throws SQLException {
        Sqlite.run(connection, "BEGIN IMMEDIATE");
        if (Sqlite.ask(connection, "PRAGMA application_id").equals("0")
                && Sqlite.ask(connection, "SELECT count(*) FROM sqlite_schema").equals("0")) {
            Sqlite.run(
                    connection,
                    "CREATE TABLE disclosure (record TEXT NOT NULL, field TEXT NOT NULL, salt BLOB NOT NULL,"
                            + " value TEXT NOT NULL, PRIMARY KEY (record, field)) STRICT, WITHOUT ROWID");
            Sqlite.run(connection, "CREATE INDEX by_value ON disclosure (field, value)");
            Sqlite.run(connection, "PRAGMA application_id = " + APPLICATION);
        }
        Sqlite.run(connection, "COMMIT");
        if (!Sqlite.ask(connection, "PRAGMA application_id").equals(Integer.toString(APPLICATION))) {
            throw new SQLException(NAME + " is not a file of Facegate.");
        }
    }

    /** Keeps what opens the commitments of records that are about to be written; on disk on return. */
    public void keep(List<Disclosure> disclosures) throws SQLException {
        Sqlite.run(connection, "BEGIN IMMEDIATE");
        try (var insert = connection.prepareStatement("INSERT INTO disclosure VALUES (?,?,?,?)")) {
            for (var each : disclosures) {
                insert.setString(1, each.record());
                insert.setString(2, each.field().key());
                insert.setBytes(3, each.salt());
                insert.setString(4, each.value());
                insert.executeUpdate();
            }
        }
        Sqlite.run(connection, "COMMIT");
    }

    List<Disclosure> of(String record) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "record = ? ORDER BY field")) {
            select.setString(1, record);
            return all(select);
        }
    }

    List<Disclosure> with(Field field, String value) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "field = ? AND value = ? ORDER BY record")) {
            select.setString(1, field.key());
            select.setString(2, value);
            return all(select);
        }
    }

    private static List<Disclosure> all(PreparedStatement select) throws SQLException {
        var found = new ArrayList<Disclosure>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(one(rows));
            }
        }
        return found;
    }

    private static Disclosure one(ResultSet row) throws SQLException {
        return new Disclosure(
                row.getString(1),
                Field.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getBytes(3),
                row.getString(4));
    }

    /**
     * Erases what opens the commitments of these records, from the file and from its log.
     *
     * @return how many values are gone
     */
    public int erase(List<String> records) throws SQLException {
        int erased = 0;
        Sqlite.run(connection, "BEGIN IMMEDIATE");
        try (var delete = connection.prepareStatement("DELETE FROM disclosure WHERE record = ?")) {
            for (var record : records) {
                delete.setString(1, record);
                erased += delete.executeUpdate();
            }
        }
        Sqlite.run(connection, "COMMIT");
        if (!Sqlite.ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)").equals("0")) {
            throw new SQLException(
                    "Somebody reads " + NAME + ", so what was erased still stands in its log: try again.");
        }
        return erased;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** The file, read. */
    private record Reading(PersonalFile file) implements Disclosures {
        @Override
        public List<Disclosure> of(String record) throws SQLException {
            return file.of(record);
        }

        @Override
        public List<Disclosure> with(Field field, String value) throws SQLException {
            return file.with(field, value);
        }

        @Override
        public void close() throws SQLException {
            file.close();
        }
    }
}
