package io.facegate.ledger.postgres;

import io.facegate.ledger.store.MerkleTreeVerifier;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.CompactRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rehashed batch that waits for integration, with its position.
 *
 * @param number among the batches of its gateway
 * @param first the index of its first record
 * @param root of the tree that ends with it
 */
record PendingBatch(UUID gateway, long number, long first, byte[] root) {
    /** Maximum batches per gateway in one transaction, so that no gateway waits long for another. */
    private static final int AT_ONCE = 32;

    private static final String BATCHES = "SELECT g.id, least(g.written, t.number + " + AT_ONCE
            + "), t.number, p.number, p.count, p.lines, p.leaves"
            + " FROM facegate.gateway g JOIN facegate.taken t ON t.gateway = g.id LEFT JOIN LATERAL"
            + " (SELECT number, count, lines, leaves FROM facegate.pending w WHERE w.gateway = g.id"
            + " AND w.number > t.number ORDER BY w.number LIMIT " + AT_ONCE + ") p ON true"
            + " WHERE g.written > t.number ORDER BY g.id, p.number";

    private static final String PLACE = "INSERT INTO facegate.entry (day, first, count, root, leaves, lines, gateway,"
            + " number) SELECT ?, x.first, p.count, x.root, p.leaves, p.lines, p.gateway, p.number"
            + " FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bytea[]) x (gateway, number, first, root)"
            + " JOIN facegate.pending p USING (gateway, number)";

    private static final String REMOVE = "DELETE FROM facegate.pending p USING unnest(?::uuid[], ?::bigint[])"
            + " x (gateway, number) WHERE p.gateway = x.gateway AND p.number = x.number";

    private static final String TAKEN = "UPDATE facegate.taken t SET number = x.last FROM"
            + " (SELECT gateway, max(number) AS last FROM unnest(?::uuid[], ?::bigint[]) y (gateway, number)"
            + " GROUP BY gateway) x WHERE t.gateway = x.gateway";

    /**
     * One row by its key for each batch. With {@code first = ANY (…)} a plan that the database kept from when the day's
     * table was empty reads the whole day for each transaction.
     */
    private static final String KEPT = "SELECT (SELECT count(*) FROM unnest(?::bigint[]) x (first) WHERE"
            + " (SELECT length(e.lines) FROM facegate.entry e WHERE e.day = ? AND e.first = x.first) > 0),"
            + " (SELECT root FROM facegate.head)";

    /** Extends the tree by waiting batches, some of each gateway, in the order of its numbers. */
    static List<PendingBatch> read(Connection connection, CompactRange range)
            throws SQLException, DatabaseTamperedException {
        var reading = new Reading(range);
        try (var statement = connection.prepareStatement(BATCHES);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                reading.process(rows);
            }
        }
        reading.requireAll();
        return reading.found;
    }

    /** One pass over the waiting batches. */
    private static final class Reading {
        private final List<PendingBatch> found = new ArrayList<>();
        private final CompactRange range;
        private final MerkleTreeVerifier check;
        private @Nullable UUID gateway;
        private long last;
        private long due;

        Reading(CompactRange range) {
            this.range = range;
            // Waiting batches were never pruned.
            this.check = new MerkleTreeVerifier(range, -1);
        }

        void process(ResultSet rows) throws SQLException, DatabaseTamperedException {
            var of = rows.getObject(1, UUID.class);
            if (!of.equals(gateway)) {
                requireAll();
                gateway = of;
                due = rows.getLong(2);
                last = rows.getLong(3);
            }
            if (rows.getLong(4) != last + 1) {
                throw missing();
            }
            last++;
            long first = range.size();
            if (rows.getBytes(6).length == 0) {
                throw new DatabaseTamperedException(
                        "batch " + last + " of gateway " + of + " waited for its place, and its bytes are gone");
            }
            var damage = check.checkUnstored(
                    new RecordBatch(first, rows.getInt(5), rows.getBytes(6), rows.getBytes(7), new byte[0]));
            if (damage != null) {
                throw new DatabaseTamperedException(
                        "batch " + last + " of gateway " + of + " waited for its place, and " + damage.description()
                                + (damage.id() == null ? "" : " (" + damage.id() + ')'));
            }
            found.add(new PendingBatch(of, last, first, range.root()));
        }

        void requireAll() throws DatabaseTamperedException {
            if (last != due) {
                throw missing();
            }
        }

        private DatabaseTamperedException missing() {
            return new DatabaseTamperedException(
                    "batch " + (last + 1) + " of gateway " + gateway + " is missing among those that wait");
        }
    }

    /** Moves the batches within this transaction's snapshot, so that the stored bytes are the hashed ones. */
    static void place(Connection connection, List<PendingBatch> waiting, LocalDate day) throws SQLException {
        var gateways = connection.createArrayOf(
                "uuid", waiting.stream().map(PendingBatch::gateway).toArray());
        var numbers = connection.createArrayOf(
                "bigint", waiting.stream().map(PendingBatch::number).toArray());
        try (var insert = connection.prepareStatement(PLACE);
                var remove = connection.prepareStatement(REMOVE);
                var taken = connection.prepareStatement(TAKEN)) {
            insert.setObject(1, day);
            insert.setArray(2, gateways);
            insert.setArray(3, numbers);
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "bigint", waiting.stream().map(PendingBatch::first).toArray()));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "bytea", waiting.stream().map(PendingBatch::root).toArray(byte[][]::new)));
            requireRows(waiting.size(), insert);
            for (var each : List.of(remove, taken)) {
                each.setArray(1, gateways);
                each.setArray(2, numbers);
            }
            requireRows(waiting.size(), remove);
            requireRows(waiting.stream().map(PendingBatch::gateway).distinct().count(), taken);
        }
    }

    /** True if one gateway alone had as many as are taken in one transaction. */
    static boolean wasLimited(List<PendingBatch> taken) {
        return taken.stream()
                .collect(Collectors.groupingBy(PendingBatch::gateway, Collectors.counting()))
                .containsValue((long) AT_ONCE);
    }

    /** True if each batch is at its position, and the head ends with the last one. */
    static boolean areStored(Connection connection, List<PendingBatch> waiting, LocalDate day) throws SQLException {
        try (var select = connection.prepareStatement(KEPT)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", waiting.stream().map(PendingBatch::first).toArray()));
            select.setObject(2, day);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        && rows.getInt(1) == waiting.size()
                        && Arrays.equals(rows.getBytes(2), waiting.getLast().root());
            }
        }
    }

    /** Requires that a statement changes exactly so many rows. */
    static void requireRows(long rows, PreparedStatement change) throws SQLException {
        long changed = change.executeUpdate();
        if (changed != rows) {
            throw new SQLException("The integrator changed " + changed + " rows where it meant " + rows + '.');
        }
    }
}
