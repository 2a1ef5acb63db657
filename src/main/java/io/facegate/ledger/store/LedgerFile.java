package io.facegate.ledger.store;

import io.facegate.call.OlderDataFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Ledger reader of an SQLite file. */
public final class LedgerFile implements LedgerReader {
    /** The file's name in the data folder. */
    public static final String NAME = "ledger.db";

    /** Its tables. */
    static final SchemaCheck SCHEMA = SchemaCheck.fromStatements(LedgerInitializer.tables());

    private static final String SEAL = "trigger moved ";

    private final Connection connection;

    private LedgerFile(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens a ledger's file.
     *
     * @throws SQLException if it is not a ledger
     */
    public static LedgerFile open(Path file) throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new SQLException("There is no ledger at " + file + '.');
        }
        var connection = SqliteSettings.reader(file);
        try {
            requireLayout(connection);
            return new LedgerFile(connection);
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    static void requireLayout(Connection connection) throws SQLException {
        if (!SqliteSettings.queryText(connection, "PRAGMA application_id")
                .equals(Integer.toString(SqliteSettings.APPLICATION))) {
            throw new SQLException("The file is not a ledger of Facegate.");
        }
        var version = SqliteSettings.queryText(connection, "PRAGMA user_version");
        if (!version.equals(Integer.toString(SqliteSettings.LAYOUT))) {
            var file = Path.of(
                    SqliteSettings.queryText(connection, "SELECT file FROM pragma_database_list WHERE name = 'main'"));
            throw new SQLException(OlderDataFile.newerVersionMessage(file, version, SqliteSettings.LAYOUT));
        }
    }

    /** Foreign schema objects; the seal of a moved ledger is allowed. */
    @Override
    public @Nullable String findForeignObject() throws SQLException {
        return SCHEMA.problem(connection, SEAL);
    }

    /** True if it was moved and continues elsewhere. */
    public boolean isMoved() throws SQLException {
        return !SqliteSettings.queryText(
                        connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name = 'moved'")
                .equals("0");
    }

    /** Reads the ledger on a connection that its owner closes. */
    public static LedgerFile withConnection(Connection connection) {
        return new LedgerFile(connection);
    }

    @Override
    public StoredHead head() throws SQLException {
        try (var statement = connection.prepareStatement("SELECT size, root, range, oldest_open FROM head");
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("The ledger has no tree head.");
            }
            return new StoredHead(rows.getLong(1), bytes(rows, 2), bytes(rows, 3), rows.getLong(4));
        }
    }

    @Override
    public CheckedUpTo checkedMark() throws SQLException {
        try (var statement = connection.prepareStatement("SELECT size, range FROM verified");
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("The ledger does not say how far it was checked.");
            }
            return new CheckedUpTo(rows.getLong(1), bytes(rows, 2));
        }
    }

    @Override
    public TailSnapshot readFrom(long first, int limit) throws SQLException {
        SqliteSettings.run(connection, "BEGIN");
        try {
            var head = head();
            var found = batchesFrom(first, limit);
            return new TailSnapshot(head, found.isEmpty() ? OptionalLong.of(count()) : OptionalLong.empty(), found);
        } finally {
            SqliteSettings.run(connection, "COMMIT");
        }
    }

    @Override
    public List<RecordBatch> batchesFrom(long first, int limit) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT first, count, lines, leaves, root FROM batch WHERE first >= ? ORDER BY first LIMIT ?")) {
            statement.setLong(1, first);
            statement.setInt(2, limit);
            return batches(statement);
        }
    }

    private long count() throws SQLException {
        return Long.parseLong(SqliteSettings.queryText(connection, "SELECT count(*) FROM batch"));
    }

    @Override
    public List<RecordBatch> readAround(long index, int limit) throws SQLException {
        var sql = "SELECT first, count, lines, leaves, root FROM batch WHERE first >= coalesce("
                + "(SELECT max(first) FROM batch WHERE first <= ?), 0) ORDER BY first LIMIT ?";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, index);
            statement.setInt(2, limit);
            return batches(statement);
        }
    }

    private static List<RecordBatch> batches(PreparedStatement statement) throws SQLException {
        var found = new ArrayList<RecordBatch>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(batch(rows));
            }
        }
        return found;
    }

    @Override
    public List<Leaves> leaves(long from, long to) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT first, leaves FROM batch WHERE first >= coalesce("
                + "(SELECT max(first) FROM batch WHERE first <= ?), 0) AND first < ? ORDER BY first")) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            var found = new ArrayList<Leaves>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Leaves(rows.getLong(1), bytes(rows, 2)));
                }
            }
            return found;
        }
    }

    @Override
    public void forEachBatch(long index, Visitor visitor) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT first, count, lines, leaves, root FROM batch"
                + " WHERE first >= coalesce((SELECT max(first) FROM batch WHERE first <= ?), 0) ORDER BY first")) {
            statement.setLong(1, index);
            try (var rows = statement.executeQuery()) {
                while (rows.next() && visitor.visit(batch(rows))) {}
            }
        }
    }

    @Override
    public long waitingBatches() {
        return 0;
    }

    private static RecordBatch batch(ResultSet rows) throws SQLException {
        return new RecordBatch(rows.getLong(1), rows.getInt(2), bytes(rows, 3), bytes(rows, 4), bytes(rows, 5));
    }

    static byte[] bytes(ResultSet rows, int column) throws SQLException {
        var bytes = rows.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
