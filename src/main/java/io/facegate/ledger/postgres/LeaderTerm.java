package io.facegate.ledger.postgres;

import io.facegate.call.Fault;
import io.facegate.ledger.store.MerkleTreeVerifier;
import io.facegate.ledger.tree.CompactRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One gateway's leadership term as integrator: its epoch, and the tree so far. A transaction of an older epoch changes
 * nothing, whatever its connection still assumes.
 */
final class LeaderTerm {
    /** Advisory lock of the leader. */
    private static final long ROLE = 0x46474c31_00000002L;

    private static final int DAYS_AHEAD = 3;

    /** SQLSTATE class of the error when two rows claim one position. */
    private static final String OCCUPIED = "23";

    private static final String WORK =
            "SELECT 1 FROM facegate.gateway g JOIN facegate.taken t ON t.gateway = g.id WHERE g.written > t.number"
                    + " LIMIT 1";

    private final Connection connection;
    private final long epoch;
    private final CompactRange range;
    private LocalDate ready = LocalDate.MIN;

    private LeaderTerm(Connection connection, long epoch, CompactRange range) {
        this.connection = connection;
        this.epoch = epoch;
        this.range = range;
    }

    /** Takes leadership unless another gateway has it, and rehashes the records added since the last such check. */
    static @Nullable LeaderTerm tryAcquire(Connection connection) throws SQLException, DatabaseTamperedException {
        connection.setAutoCommit(true);
        if (!"t".equals(SchemaPreflight.text(connection, "SELECT pg_try_advisory_lock(" + ROLE + ')'))) {
            return null;
        }
        // Waits for a transaction of an older epoch; afterwards there can be none.
        long epoch = SchemaPreflight.number(connection, "UPDATE facegate.head SET epoch = epoch + 1 RETURNING epoch");
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            var range = MerkleTreeVerifier.rehashSinceMark(PostgresLedger.withConnection(connection));
            try (var mark = connection.prepareStatement("UPDATE facegate.verified SET size = ?, range = ?")) {
                mark.setLong(1, range.size());
                mark.setBytes(2, range.subtreeRoots());
                PendingBatch.requireRows(1, mark);
            }
            connection.commit();
            return new LeaderTerm(connection, epoch, range);
        } catch (Fault.LedgerDown changed) {
            throw new DatabaseTamperedException(String.valueOf(changed.getMessage()));
        }
    }

    long epoch() {
        return epoch;
    }

    /** True if batches wait for integration. */
    boolean hasWork() throws SQLException {
        boolean work = SchemaPreflight.text(connection, WORK) != null;
        connection.rollback();
        return work;
    }

    /**
     * Integrates waiting batches, up to a maximum; all or none.
     *
     * @return whether a gateway may have more of them
     */
    boolean integrate() throws SQLException, DatabaseTamperedException {
        long first = range.size();
        try {
            return grow();
        } catch (SQLException refused) {
            if (String.valueOf(refused.getSQLState()).startsWith(OCCUPIED)) {
                throw new DatabaseTamperedException(
                        "something stands where record " + (first + 1) + " or one after it belongs");
            }
            throw refused;
        }
    }

    private boolean grow() throws SQLException, DatabaseTamperedException {
        var today = LocalDate.now(ZoneOffset.UTC);
        if (!today.equals(ready)) {
            EntryPartitions.createMissing(connection, today, today.plusDays(DAYS_AHEAD));
            ready = today;
        }
        var day = requireOwnTree(today);
        long first = range.size();
        var waiting = PendingBatch.read(connection, range);
        if (waiting.isEmpty()) {
            connection.rollback();
            return false;
        }
        PendingBatch.place(connection, waiting, day);
        advance(day, first);
        requireKept(day, waiting);
        connection.commit();
        return PendingBatch.wasLimited(waiting);
    }

    /**
     * Reads moved batches back before the commit. Also requires that the schema has no foreign triggers, rules or
     * policies, which could change them later.
     */
    private void requireKept(LocalDate day, List<PendingBatch> waiting) throws SQLException, DatabaseTamperedException {
        var foreign = SchemaGuard.findForeignObject(connection);
        if (foreign != null) {
            connection.rollback();
            throw new DatabaseTamperedException("the schema was changed: " + foreign);
        }
        if (!PendingBatch.areStored(connection, waiting, day)) {
            connection.rollback();
            throw new DatabaseTamperedException("entries that were just written are not there");
        }
    }

    private void advance(LocalDate day, long first) throws SQLException {
        try (var span = connection.prepareStatement("INSERT INTO facegate.span VALUES (?, ?) ON CONFLICT DO NOTHING");
                var head = connection.prepareStatement(
                        "UPDATE facegate.head SET size = ?, root = ?, range = ?, day = ? WHERE epoch = ?")) {
            span.setObject(1, day);
            span.setLong(2, first);
            span.executeUpdate();
            head.setLong(1, range.size());
            head.setBytes(2, range.root());
            head.setBytes(3, range.subtreeRoots());
            head.setObject(4, day);
            head.setLong(5, epoch);
            PendingBatch.requireRows(1, head);
        }
    }

    /** Locks the tree head until the transaction ends, and returns the day whose partition is written to. */
    private LocalDate requireOwnTree(LocalDate today) throws SQLException, DatabaseTamperedException {
        try (var statement =
                        connection.prepareStatement("SELECT epoch, size, root, day FROM facegate.head FOR UPDATE");
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new DatabaseTamperedException("the tree head is missing");
            }
            if (rows.getLong(1) != epoch) {
                throw new SQLException("Another gateway integrates now.");
            }
            if (rows.getLong(2) != range.size() || !Arrays.equals(rows.getBytes(3), range.root())) {
                throw new DatabaseTamperedException("the tree head is not the one that was written");
            }
            var last = rows.getObject(4, LocalDate.class);
            return last.isAfter(today) ? last : today;
        }
    }
}
