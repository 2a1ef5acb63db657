package io.facegate.ledger.postgres;

import io.facegate.call.Fault;
import io.facegate.ledger.store.Batch;
import io.facegate.ledger.store.TreeCheck;
import io.facegate.ledger.tree.CompactRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One gateway's time as the integrator: its epoch, and the tree as far as it has grown. A transaction of an older epoch
 * changes nothing, whatever its connection still believes.
 */
final class Term {
    /** The lock of the one who integrates. */
    private static final long ROLE = 0x46474c31_00000002L;

    /** Batches of one gateway in one transaction, so that none waits long for another's. */
    private static final int AT_ONCE = 32;

    private static final int DAYS_AHEAD = 3;

    /** The class of errors that two rows for one place belong to. */
    private static final String OCCUPIED = "23";

    private static final String WORK =
            "SELECT 1 FROM facegate.gateway g JOIN facegate.taken t ON t.gateway = g.id WHERE g.written > t.number LIMIT 1";
    private static final String WAITING =
            "SELECT g.id, least(g.written, t.number + " + AT_ONCE + "), t.number, p.number,"
                    + " p.count, p.lines, p.leaves FROM facegate.gateway g JOIN facegate.taken t ON t.gateway = g.id"
                    + " LEFT JOIN LATERAL (SELECT number, count, lines, leaves FROM facegate.pending w WHERE w.gateway = g.id"
                    + " AND w.number > t.number ORDER BY w.number LIMIT " + AT_ONCE + ") p ON true"
                    + " WHERE g.written > t.number ORDER BY g.id, p.number";

    private final Connection connection;
    private final long epoch;
    private final CompactRange range;
    private LocalDate ready = LocalDate.MIN;

    /** A batch that waits for its place. */
    private record Waiting(UUID gateway, long number, Batch batch) {}

    private Term(Connection connection, long epoch, CompactRange range) {
        this.connection = connection;
        this.epoch = epoch;
        this.range = range;
    }

    /** Takes the role unless another gateway has it, and hashes again what was added since that was last done. */
    static @Nullable Term take(Connection connection) throws SQLException, Tampered {
        connection.setAutoCommit(true);
        if (!"t".equals(Demands.text(connection, "SELECT pg_try_advisory_lock(" + ROLE + ')'))) {
            return null;
        }
        // Waits for a transaction of an older epoch, and after it there is no other.
        long epoch = Demands.number(connection, "UPDATE facegate.head SET epoch = epoch + 1 RETURNING epoch");
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            var range = TreeCheck.since(PostgresLedger.on(connection));
            try (var mark = connection.prepareStatement("UPDATE facegate.verified SET size = ?, range = ?")) {
                mark.setLong(1, range.size());
                mark.setBytes(2, range.stored());
                mark.executeUpdate();
            }
            connection.commit();
            return new Term(connection, epoch, range);
        } catch (Fault.LedgerDown changed) {
            throw new Tampered(String.valueOf(changed.getMessage()));
        }
    }

    long epoch() {
        return epoch;
    }

    /** Whether batches wait for their place. */
    boolean hasWork() throws SQLException {
        boolean work = Demands.text(connection, WORK) != null;
        connection.rollback();
        return work;
    }

    /** Gives every batch that waits its place, up to a number; all or none. */
    void integrate() throws SQLException, Tampered {
        long first = range.size();
        try {
            grow();
        } catch (SQLException refused) {
            if (String.valueOf(refused.getSQLState()).startsWith(OCCUPIED)) {
                throw new Tampered("something stands where record " + first + " or one after it belongs");
            }
            throw refused;
        }
    }

    private void grow() throws SQLException, Tampered {
        var today = LocalDate.now(ZoneOffset.UTC);
        if (!today.equals(ready)) {
            Partitions.make(connection, today, today.plusDays(DAYS_AHEAD));
            ready = today;
        }
        var day = demandOwnTree(today);
        long first = range.size();
        var waiting = waiting();
        if (waiting.isEmpty()) {
            connection.rollback();
            return;
        }
        place(waiting, day);
        note("INSERT INTO facegate.span VALUES (?, ?) ON CONFLICT DO NOTHING", day, first);
        try (var advance = connection.prepareStatement(
                "UPDATE facegate.head SET size = ?, root = ?, range = ?, day = ? WHERE epoch = ?")) {
            advance.setLong(1, range.size());
            advance.setBytes(2, range.root());
            advance.setBytes(3, range.stored());
            advance.setObject(4, day);
            advance.setLong(5, epoch);
            demand(1, advance);
        }
        connection.commit();
    }

    /** Holds the tree head until the transaction ends, and tells which day's partition is written to. */
    private LocalDate demandOwnTree(LocalDate today) throws SQLException, Tampered {
        try (var statement =
                        connection.prepareStatement("SELECT epoch, size, root, day FROM facegate.head FOR UPDATE");
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new Tampered("the tree head is missing");
            }
            if (rows.getLong(1) != epoch) {
                throw new SQLException("Another gateway integrates now.");
            }
            if (rows.getLong(2) != range.size() || !Arrays.equals(rows.getBytes(3), range.root())) {
                throw new Tampered("the tree head is not the one that was written");
            }
            var last = rows.getObject(4, LocalDate.class);
            return last.isAfter(today) ? last : today;
        }
    }

    private List<Waiting> waiting() throws SQLException, Tampered {
        var found = new ArrayList<Waiting>();
        var check = new TreeCheck(range);
        try (var statement = connection.prepareStatement(WAITING);
                var rows = statement.executeQuery()) {
            @Nullable UUID gateway = null;
            long last = 0;
            long due = 0;
            while (rows.next()) {
                var of = rows.getObject(1, UUID.class);
                if (!of.equals(gateway)) {
                    demandAll(gateway, last, due);
                    gateway = of;
                    due = rows.getLong(2);
                    last = rows.getLong(3);
                }
                if (rows.getLong(4) != last + 1) {
                    throw missing(of, last + 1);
                }
                last++;
                var batch = new Batch(range.size(), rows.getInt(5), rows.getBytes(6), rows.getBytes(7), new byte[0]);
                var damage = check.grow(batch);
                if (damage != null) {
                    throw new Tampered("batch " + last + " of gateway " + of + " waited for its place, and "
                            + damage.what() + (damage.id() == null ? "" : " (" + damage.id() + ')'));
                }
                found.add(new Waiting(
                        of, last, new Batch(batch.first(), batch.count(), new byte[0], new byte[0], range.root())));
            }
            demandAll(gateway, last, due);
        }
        return found;
    }

    private static void demandAll(@Nullable UUID gateway, long last, long due) throws Tampered {
        if (gateway != null && last != due) {
            throw missing(gateway, last + 1);
        }
    }

    private static Tampered missing(UUID gateway, long number) {
        return new Tampered("batch " + number + " of gateway " + gateway + " is missing among those that wait");
    }

    /** Moves the batches as this transaction sees them, so what is stored is what was hashed. */
    private void place(List<Waiting> waiting, LocalDate day) throws SQLException {
        var gateways = waiting.stream().map(Waiting::gateway).toArray();
        var numbers = waiting.stream().map(Waiting::number).toArray();
        try (var insert = connection.prepareStatement(
                        "INSERT INTO facegate.entry (day, first, count, root, leaves, lines,"
                                + " gateway, number) SELECT ?, x.first, p.count, x.root, p.leaves, p.lines, p.gateway, p.number"
                                + " FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bytea[]) x (gateway, number, first, root)"
                                + " JOIN facegate.pending p USING (gateway, number)");
                var delete = connection.prepareStatement("DELETE FROM facegate.pending p USING"
                        + " unnest(?::uuid[], ?::bigint[]) x (gateway, number)"
                        + " WHERE p.gateway = x.gateway AND p.number = x.number");
                var taken =
                        connection.prepareStatement("UPDATE facegate.taken t SET number = x.last FROM (SELECT gateway,"
                                + " max(number) AS last FROM unnest(?::uuid[], ?::bigint[]) y (gateway, number) GROUP BY gateway) x"
                                + " WHERE t.gateway = x.gateway")) {
            insert.setObject(1, day);
            array(insert, 2, "uuid", gateways);
            array(insert, 3, "bigint", numbers);
            array(
                    insert,
                    4,
                    "bigint",
                    waiting.stream().map(each -> each.batch.first()).toArray());
            array(
                    insert,
                    5,
                    "bytea",
                    waiting.stream().map(each -> each.batch.root()).toArray(byte[][]::new));
            demand(waiting.size(), insert);
            array(delete, 1, "uuid", gateways);
            array(delete, 2, "bigint", numbers);
            demand(waiting.size(), delete);
            array(taken, 1, "uuid", gateways);
            array(taken, 2, "bigint", numbers);
            demand((int) waiting.stream().map(Waiting::gateway).distinct().count(), taken);
        }
    }

    private void array(PreparedStatement statement, int place, String type, Object[] values) throws SQLException {
        statement.setArray(place, connection.createArrayOf(type, values));
    }

    private void note(String sql, LocalDate day, long first) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, day);
            statement.setLong(2, first);
            statement.executeUpdate();
        }
    }

    private static void demand(int rows, PreparedStatement change) throws SQLException {
        int changed = change.executeUpdate();
        if (changed != rows) {
            throw new SQLException("The integrator changed " + changed + " rows where it meant " + rows + '.');
        }
    }
}
