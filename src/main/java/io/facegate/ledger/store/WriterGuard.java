package io.facegate.ledger.store;

import io.facegate.ledger.tree.CompactRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Reads back what a commit left, and notices that anybody but the one writer changed the file. SQLite counts the commits
 * of other connections; the count is read from shared memory, so asking costs little.
 */
final class WriterGuard {
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

    /** Begins; what is there now must be what it should be. */
    WriterGuard(Connection connection) throws SQLException {
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
     * Demands that nobody else committed anything since this was made.
     *
     * @throws SQLException with what is wrong
     */
    void demandAlone() throws SQLException {
        boolean same = number(changes) == version;
        if (!same || number(schema) != layout) {
            LedgerFile.SCHEMA.demand(connection, LedgerFile.NAME);
            throw new SQLException("Somebody else wrote to the ledger.");
        }
    }

    /**
     * Demands, after a transaction of the writer was rolled back and while nobody else can write, that the last batch and
     * the head are those of before. SQLite counts the rollback as a change, so counting begins anew.
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

    /** Demands that one row was changed. */
    static void demandOne(PreparedStatement change) throws SQLException {
        int changed = change.executeUpdate();
        if (changed != 1) {
            throw new SQLException("The ledger's file did not take what was written: " + changed
                    + " rows were changed where 1 was meant, or somebody else wrote to the ledger.");
        }
    }

    /** Demands that the last batch and the head are those that were written, with so many bytes of records. */
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
