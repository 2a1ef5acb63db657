package io.facegate.ledger.postgres;

import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.tree.Rfc6962;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Reader of a ledger in a PostgreSQL database; it sees the records that are in the tree. */
public final class PostgresLedger implements LedgerReader {
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();
    /** Reads a few of one partition by its index: with the limit, the server does not sort a whole day first. */
    private static final String FEW = "SELECT first, count, lines, leaves, root FROM facegate.entry"
            + " WHERE day = ? AND first >= ? ORDER BY first LIMIT ?";

    /** Partitions from the day on which a record was integrated. */
    private static final String DAYS = "SELECT day FROM facegate.span"
            + " WHERE day >= coalesce((SELECT max(day) FROM facegate.span WHERE first <= ?), '-infinity') ORDER BY day";

    private static final String MINIMUM = "SELECT coalesce((SELECT e.first FROM facegate.span s, LATERAL (SELECT first"
            + " FROM facegate.entry WHERE day = s.day AND length(lines) > 0 ORDER BY first LIMIT 1) e"
            + " ORDER BY s.day LIMIT 1), (SELECT size FROM facegate.head))";

    /** Each gateway stores which of its batches holds its oldest open permit. */
    private static final String OLDEST_OPEN = "SELECT least((SELECT size FROM facegate.head), (SELECT min(e.first)"
            + " FROM facegate.gateway g, LATERAL (SELECT first FROM facegate.entry WHERE gateway = g.id"
            + " AND number >= g.oldest_open ORDER BY number LIMIT 1) e))";

    /** Waiting batches with a text, so many bytes together: a stranger's row must not fill the memory. */
    private static final String WAITING = "SELECT lines FROM (SELECT lines, sum(octet_length(lines)) OVER (ORDER BY"
            + " octet_length(lines), gateway, number) AS total FROM facegate.pending WHERE octet_length(lines) <= ?"
            + " AND position(convert_to(?, 'UTF8') IN lines) > 0) waiting WHERE total <= ?";

    private static final long WAITING_BATCH = 8L << 20;
    private static final long WAITING_ALL = 32L << 20;
    private static final int AT_ONCE = 16;
    /** Batches that are read at once where those before were small. */
    private static final int MOST_AT_ONCE = 32;

    private static final long SMALL_BYTES = 256 * 1024;

    /** A follower notices a silent server this soon. */
    private static final int FOLLOWER_SECONDS = 4;

    private static final int SILENT_SECONDS = 300;
    private final Connection connection;
    private final BulkRecordLookup scattered;

    private PostgresLedger(Connection connection) {
        this.connection = connection;
        this.scattered = new BulkRecordLookup(connection);
    }

    /**
     * Opens the ledger of a database.
     *
     * @throws SQLException if there is none
     */
    public static PostgresLedger open(LedgerDatabase database) throws SQLException {
        return open(database.connect("facegate reader", SILENT_SECONDS));
    }

    /** As above for a process that follows the ledger: it waits for a silent server only briefly. */
    public static PostgresLedger follow(LedgerDatabase database) throws SQLException {
        return open(database.connectBounded("facegate follower", FOLLOWER_SECONDS));
    }

    private static PostgresLedger open(Connection connection) throws SQLException {
        try {
            SchemaPreflight.layout(connection);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            // Forces binary transfer from the first result on; otherwise bytes come as hex digits at first.
            connection.unwrap(PGConnection.class).setPrepareThreshold(-1);
            return new PostgresLedger(connection);
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** Reads the ledger within an open transaction. */
    public static PostgresLedger withConnection(Connection connection) {
        return new PostgresLedger(connection);
    }

    @Override
    public StoredHead head() throws SQLException {
        return inTransaction(this::readHead);
    }

    private StoredHead readHead() throws SQLException {
        try (var statement = connection.prepareStatement("SELECT size, root, range FROM facegate.head");
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("The ledger has no tree head.");
            }
            return new StoredHead(rows.getLong(1), rows.getBytes(2), rows.getBytes(3), 0);
        }
    }

    @Override
    public CheckedUpTo checkedMark() throws SQLException {
        return inTransaction(() -> {
            try (var statement = connection.prepareStatement("SELECT size, range FROM facegate.verified");
                    var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("The ledger does not say how far it was checked.");
                }
                return new CheckedUpTo(rows.getLong(1), rows.getBytes(2));
            }
        });
    }

    @Override
    public TailSnapshot readFrom(long first, int limit) throws SQLException {
        return inTransaction(() -> {
            var head = readHead();
            var found = read(first, limit);
            return new TailSnapshot(head, found.isEmpty() ? OptionalLong.of(count()) : OptionalLong.empty(), found);
        });
    }

    @Override
    public List<RecordBatch> batchesFrom(long first, int limit) throws SQLException {
        return inTransaction(() -> read(first, limit));
    }

    private long count() throws SQLException {
        return SchemaPreflight.number(connection, "SELECT count(*) FROM facegate.entry");
    }

    @Override
    public List<RecordBatch> readAround(long index, int limit) throws SQLException {
        return inTransaction(() -> {
            var one = limit == 1 ? readHolding(index) : List.<RecordBatch>of();
            return one.isEmpty() ? read(holding(index), limit) : one;
        });
    }

    /** The batch that holds a record, in one query, because pages ask for many. */
    private List<RecordBatch> readHolding(long index) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT first, count, lines, leaves, root FROM facegate.entry"
                + " WHERE day = (SELECT max(day) FROM facegate.span WHERE first <= ?) AND first <= ?"
                + " ORDER BY first DESC LIMIT 1")) {
            statement.setLong(1, index);
            statement.setLong(2, index);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? List.of(batch(rows)) : List.of();
            }
        }
    }

    /** Holds only a few at a time in memory; the visitor may use the same connection. */
    @Override
    public void forEachHolding(SortedSet<Long> indexes, Visitor visitor) throws SQLException {
        var all = List.copyOf(indexes);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            for (var batch : inTransaction(() -> scattered.findBatches(some))) {
                if (!visitor.visit(batch)) {
                    return;
                }
            }
        }
    }

    /** The first record of the batch that holds a record. */
    private long holding(long index) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT coalesce((SELECT first FROM facegate.entry WHERE day ="
                + " (SELECT max(day) FROM facegate.span WHERE first <= ?) AND first <= ?"
                + " ORDER BY first DESC LIMIT 1), 0)")) {
            statement.setLong(1, index);
            statement.setLong(2, index);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /**
     * Reads a few at a time, each with a limit: without one, the server may sort a whole day for it. The visitor may use
     * the same connection, and sees the present head.
     */
    @Override
    public void forEachBatch(long index, Visitor visitor) throws SQLException {
        long next = inTransaction(() -> holding(index));
        int limit = AT_ONCE;
        for (var some = batchesFrom(next, limit); !some.isEmpty(); some = batchesFrom(next, limit)) {
            long bytes = 0;
            for (var batch : some) {
                if (!visitor.visit(batch)) {
                    return;
                }
                bytes += batch.lines().length;
                next = batch.first() + 1;
            }
            limit = bytes < SMALL_BYTES ? MOST_AT_ONCE : AT_ONCE;
        }
    }

    private List<RecordBatch> read(long first, int limit) throws SQLException {
        var found = new ArrayList<RecordBatch>();
        for (var day : days(first)) {
            try (var statement = connection.prepareStatement(FEW)) {
                statement.setObject(1, day);
                statement.setLong(2, first);
                statement.setInt(3, limit - found.size());
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(batch(rows));
                    }
                }
            }
            if (found.size() >= limit) {
                return found;
            }
        }
        return found;
    }

    private List<LocalDate> days(long first) throws SQLException {
        var days = new ArrayList<LocalDate>();
        try (var statement = connection.prepareStatement(DAYS)) {
            statement.setLong(1, first);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    days.add(rows.getObject(1, LocalDate.class));
                }
            }
        }
        return days;
    }

    @Override
    public List<Leaves> leaves(long from, long to) throws SQLException {
        return inTransaction(() -> {
            var found = leavesOfDay(from, to);
            if (!found.isEmpty() && found.getLast().first() + found.getLast().leaves().length / Rfc6962.HASH >= to) {
                return found;
            }
            found.clear();
            for (var day : days(from)) {
                if (!leaves(day, holding(from), to, found)) {
                    break;
                }
            }
            return found;
        });
    }

    /** Reads leaves of the day on which a record was integrated, in one query. */
    private List<Leaves> leavesOfDay(long from, long to) throws SQLException {
        try (var statement = connection.prepareStatement("WITH d AS (SELECT max(day) AS day FROM facegate.span"
                + " WHERE first <= ?) SELECT first, leaves FROM facegate.entry WHERE day = (SELECT day FROM d)"
                + " AND first >= (SELECT first FROM facegate.entry WHERE day = (SELECT day FROM d) AND first <= ?"
                + " ORDER BY first DESC LIMIT 1) AND first < ? ORDER BY first")) {
            statement.setLong(1, from);
            statement.setLong(2, from);
            statement.setLong(3, to);
            var found = new ArrayList<Leaves>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Leaves(rows.getLong(1), rows.getBytes(2)));
                }
            }
            return found;
        }
    }

    @Override
    public Map<Long, List<Leaves>> leaves(SortedSet<Long> firsts, int length) throws SQLException {
        return inTransaction(() -> scattered.leaves(firsts, length));
    }

    /** Adds the leaves of a day; returns false at the end of the requested records. */
    private boolean leaves(LocalDate day, long first, long to, List<Leaves> found) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT first, count, leaves FROM facegate.entry WHERE day = ? AND first >= ? AND first < ? ORDER BY"
                        + " first")) {
            statement.setObject(1, day);
            statement.setLong(2, first);
            statement.setLong(3, to);
            try (var rows = statement.executeQuery()) {
                boolean more = true;
                while (rows.next()) {
                    found.add(new Leaves(rows.getLong(1), rows.getBytes(3)));
                    more = rows.getLong(1) + rows.getInt(2) < to;
                }
                return more;
            }
        }
    }

    @Override
    public long oldestOpen() throws SQLException {
        return inTransaction(() -> SchemaPreflight.number(connection, OLDEST_OPEN));
    }

    @Override
    public long minimum() throws SQLException {
        return inTransaction(() -> SchemaPreflight.number(connection, MINIMUM));
    }

    @Override
    public long waitingBatches() throws SQLException {
        return inTransaction(() -> SchemaPreflight.number(connection, "SELECT count(*) FROM facegate.pending"));
    }

    @Override
    public void awaitIntegration(Duration patience) throws SQLException {
        long until = System.nanoTime() + patience.toNanos();
        var waiting = inTransaction(() -> WaitingBatches.read(connection));
        while (inTransaction(() -> waiting.areAnyLeft(connection))
                && System.nanoTime() - until < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public @Nullable String findForeignObject() throws SQLException {
        return inTransaction(() -> Optional.ofNullable(SchemaGuard.findForeignObject(connection)))
                .orElse(null);
    }

    @Override
    public boolean isWaiting(String id) throws SQLException {
        return inTransaction(() -> {
            try (var statement = connection.prepareStatement(
                    "SELECT count(*) FROM facegate.pending WHERE position(convert_to(?, 'UTF8') IN lines) > 0")) {
                statement.setString(1, "\"id\":\"" + id + '"');
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getLong(1) > 0;
                }
            }
        });
    }

    @Override
    public List<byte[]> waitingLines(String text) throws SQLException {
        return inTransaction(() -> {
            try (var statement = connection.prepareStatement(WAITING)) {
                statement.setLong(1, WAITING_BATCH);
                statement.setString(2, text);
                statement.setLong(3, WAITING_ALL);
                var found = new ArrayList<byte[]>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getBytes(1));
                    }
                }
                return found;
            }
        });
    }

    static RecordBatch batch(ResultSet rows) throws SQLException {
        return new RecordBatch(rows.getLong(1), rows.getInt(2), rows.getBytes(3), rows.getBytes(4), rows.getBytes(5));
    }

    /** A read operation. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException;
    }

    /** Reads in one transaction; ends it if this object began it. */
    private <T> T inTransaction(Reading<T> reading) throws SQLException {
        if (!connection.isReadOnly()) {
            return reading.read();
        }
        try {
            return reading.read();
        } finally {
            connection.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
