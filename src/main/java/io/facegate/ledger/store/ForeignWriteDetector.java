package io.facegate.ledger.store;

import io.facegate.ledger.tree.CompactRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Guard of the single writer: reads back each commit, and detects changes by other connections. SQLite counts their
 * commits; reading that count from shared memory is cheap.
 */
final class ForeignWriteDetector {
    private static final String LEFT = "SELECT h.size, h.root, b.first + b.count, b.root, length(b.leaves), b.count,"
            + " length(b.lines) FROM head h, batch b WHERE b.first = (SELECT max(first) FROM batch)";

    private static final String BEFORE = "SELECT h.size, h.range, h.root,"
            + " coalesce((SELECT first + count FROM batch ORDER BY first DESC LIMIT 1), 0) FROM head h";

    private final Connection connection;
    private final PreparedStatement changes;
    private final PreparedStatement schema;
    private final PreparedStatement left;
    private final PreparedStatement before;
    private int version;
    private final int layout;

    /** Starts counting; the present schema must be the expected one. */
    ForeignWriteDetector(Connection connection) throws SQLException {
        this.connection = connection;
        changes = connection.prepareStatement("PRAGMA data_version");
        schema = connection.prepareStatement("PRAGMA schema_version");
        left = connection.prepareStatement(LEFT);
        before = connection.prepareStatement(BEFORE);
        version = number(changes);
        layout = number(schema);
        LedgerFile.SCHEMA.demand(connection, LedgerFile.NAME);
    }

    private static int number(PreparedStatement asked) throws SQLException {
        try (var rows = asked.executeQuery()) {
            return rows.next() ? rows.getInt(1) : -1;
        }
    }

    /**
     * Requires that nobody else committed since this was created.
     *
     * @throws SQLException describing the change
     */
    void demandAlone() throws SQLException {
        boolean same = number(changes) == version;
        if (!same || number(schema) != layout) {
            LedgerFile.SCHEMA.demand(connection, LedgerFile.NAME);
            throw new SQLException("Another process wrote to the ledger.");
        }
    }

    /**
     * Requires that the last batch and the head are unchanged after a rollback, while nobody else can write. SQLite
     * counts the rollback as a change, so counting restarts.
     */
    void demandUntouched(CompactRange range) throws SQLException {
        LedgerFile.SCHEMA.demand(connection, LedgerFile.NAME);
        try (var rows = before.executeQuery()) {
            boolean untouched = rows.next()
                    && rows.getLong(1) == range.size()
                    && Arrays.equals(rows.getBytes(2), range.stored())
                    && Arrays.equals(rows.getBytes(3), range.root())
                    && rows.getLong(4) == range.size();
            if (!untouched || number(schema) != layout) {
                throw new SQLException("The ledger's file is not what it was before a write that failed.");
            }
        }
        version = number(changes);
    }

    /** Requires that exactly one row was changed. */
    static void demandOne(PreparedStatement change) throws SQLException {
        int changed = change.executeUpdate();
        if (changed != 1) {
            throw new SQLException("The ledger's file did not take what was written: " + changed
                    + " rows were changed where 1 was meant, or another process wrote to the ledger.");
        }
    }

    /** Requires that the last batch and the head are those just written, with {@code bytes} of records. */
    void demandKept(long size, byte[] root, int bytes) throws SQLException {
        demandAlone();
        try (var rows = left.executeQuery()) {
            boolean kept = rows.next()
                    && rows.getLong(1) == size
                    && Arrays.equals(rows.getBytes(2), root)
                    && rows.getLong(3) == size
                    && Arrays.equals(rows.getBytes(4), root)
                    && rows.getLong(5) == 32L * rows.getInt(6)
                    && rows.getLong(7) == bytes;
            if (!kept) {
                throw new SQLException("The ledger's file does not hold what was just written to it.");
            }
        }
    }
}
