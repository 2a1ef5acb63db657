package io.facegate.ledger.store;

import io.facegate.call.Fault;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.tree.CompactRange;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Batch store in the ledger's SQLite file. */
public final class SqliteStore implements BatchStore {
    /** Batches emptied at a time, so that no call waits long. */
    private static final int STEP = 64;

    private static final String EMPTY = "UPDATE batch SET lines = x'' WHERE first IN (SELECT first FROM batch"
            + " WHERE first + count <= ? AND length(lines) > 0 ORDER BY first LIMIT " + STEP + ')';

    private final WriterLock claim;
    private final LastHeadFile witness;
    private final Connection connection;
    private final ForeignWriteDetector guard;
    private Statements statements;
    private CompactRange range;
    private final Map<String, Long> open = new LinkedHashMap<>();
    private boolean torn;
    private boolean unnoted;

    /** Prepared statements; the driver closes one that failed, so they are prepared anew after a failure. */
    private record Statements(
            PreparedStatement begin, PreparedStatement commit, PreparedStatement insert, PreparedStatement advance) {
        static Statements prepare(Connection connection) throws SQLException {
            return new Statements(
                    connection.prepareStatement("BEGIN IMMEDIATE"),
                    connection.prepareStatement("COMMIT"),
                    connection.prepareStatement(
                            "INSERT INTO batch (first, count, root, leaves, lines) VALUES (?,?,?,?,?)"),
                    connection.prepareStatement("UPDATE head SET size = ?, root = ?, range = ?, oldest_open = ?"
                            + " WHERE one = 1 AND size = ?"));
        }

        void close() throws SQLException {
            for (var each : List.of(begin, commit, insert, advance)) {
                each.close();
            }
        }
    }

    private SqliteStore(WriterLock claim, LastHeadFile witness, Connection connection) throws SQLException {
        this.claim = claim;
        this.witness = witness;
        this.connection = connection;
        this.guard = new ForeignWriteDetector(connection);
        this.range = recheck();
        guard.requireAlone();
        statements = Statements.prepare(connection);
    }

    /**
     * Opens the ledger of a folder, and checks the records since the last check.
     *
     * @throws Fault.LedgerDown if another process writes there, or a record was changed or lost
     */
    public static SqliteStore open(Path folder) throws IOException, SQLException {
        var claim = WriterLock.acquire(folder);
        try {
            var file = folder.resolve(LedgerFile.NAME);
            requireNothingLost(folder, file);
            var witness = LastHeadFile.open(folder);
            try {
                return open(claim, witness, file);
            } catch (SQLException | IOException | Fault unfit) {
                witness.close();
                throw unfit;
            }
        } catch (SQLException | IOException | Fault unfit) {
            claim.close();
            throw unfit;
        }
    }

    private static SqliteStore open(WriterLock claim, LastHeadFile witness, Path file)
            throws IOException, SQLException {
        var connection = SqliteSettings.writer(file);
        try {
            var store = new SqliteStore(claim, witness, connection);
            claim.watch(file);
            claim.watch(Path.of(file + "-wal"));
            // Nothing that a crash left in the WAL may precede later writes.
            store.maintain();
            witness.writeHead(store.range.size(), store.range.root());
            return store;
        } catch (SQLException | IOException | Fault unfit) {
            connection.close();
            throw unfit;
        }
    }

    /** Checks the WAL before SQLite opens the file for writing, since SQLite then discards frames it rejects. */
    private static void requireNothingLost(Path folder, Path file) throws IOException, SQLException {
        var seen = LastHeadFile.readFrom(folder);
        var log = WriteAheadLog.inspect(file);
        try (var ledger = LedgerFile.open(file)) {
            if (ledger.isMoved()) {
                throw new Fault.LedgerDown(
                        "The ledger in " + folder + " was moved and goes on elsewhere. Name the database"
                                + " with --ledger URL or FACEGATE_LEDGER.");
            }
            var lost = log.isDamaged() || seen == null ? null : seen.findDamage(ledger);
            if (log.isDamaged()) {
                throw MerkleTreeVerifier.tamperedFault(
                        new MerkleTreeVerifier.Damage(ledger.head().size(), null, log.describeDamage()));
            } else if (lost != null) {
                throw MerkleTreeVerifier.tamperedFault(lost);
            }
        }
    }

    /** Rehashes every record since the last checked one, and stores how far that went. */
    private CompactRange recheck() throws SQLException {
        var file = LedgerFile.withConnection(connection);
        var head = file.head();
        var range = MerkleTreeVerifier.rehashSinceMark(file);
        collectOpen(file, head.oldestOpen());
        try (var mark = connection.prepareStatement("UPDATE verified SET size = ?, range = (SELECT range FROM head)")) {
            mark.setLong(1, head.size());
            ForeignWriteDetector.requireOne(mark);
        }
        return range;
    }

    private void collectOpen(LedgerFile file, long from) throws SQLException {
        var scanner = new RecordScanner();
        file.forEachBatch(from, batch -> {
            batch.forEachRecord((place, start, end) -> {
                scanner.scan(batch.lines(), start, end);
                var id = scanner.id();
                var ref = scanner.ref();
                if (scanner.permit() && id != null) {
                    open.put(id, batch.first() + place);
                } else if (ref != null) {
                    open.remove(ref);
                }
                return true;
            });
            return true;
        });
    }

    @Override
    public Set<String> open() {
        return Set.copyOf(open.keySet());
    }

    /** Appends a batch; on return it is on disk, in the file under the ledger's name. */
    @Override
    public StoredHead append(List<LogEntry> lines) throws SQLException, IOException {
        requireWholeLog();
        // The batch was durable before its head could be noted, and was submitted again.
        if (!unnoted) {
            try {
                write(lines);
            } catch (SQLException failed) {
                throw rollBack(failed);
            }
            unnoted = true;
        }
        recordHead();
        return new StoredHead(range.size(), range.root(), new byte[0], 0);
    }

    /** Empties the WAL, so that nothing of a write that failed on a full disk precedes later writes. */
    private void requireWholeLog() throws SQLException, IOException {
        if (torn && !maintain()) {
            throw new NoRoom(
                    "there was no room on its disk, and somebody reads it", new IOException("the log is in use"));
        }
    }

    private void write(List<LogEntry> lines) throws SQLException, IOException {
        long first = range.size();
        var grown = new CompactRange(first, range.subtreeRoots());
        for (int place = 0; place < lines.size(); place++) {
            var line = lines.get(place);
            grown.append(line.leaf());
            trackOpen(line, first + place);
        }
        var root = grown.root();
        statements.begin.execute();
        guard.requireAlone();
        var insert = statements.insert;
        insert.setLong(1, first);
        insert.setInt(2, lines.size());
        insert.setBytes(3, root);
        insert.setBytes(4, RecordBatch.leaves(lines));
        var bytes = LogEntry.join(lines);
        insert.setBytes(5, bytes);
        ForeignWriteDetector.requireOne(insert);
        advance(first, grown);
        statements.commit.execute();
        range = grown;
        claim.checkFiles();
        guard.requireKept(range.size(), root, bytes.length);
    }

    private void recordHead() throws IOException {
        try {
            witness.writeHead(range.size(), range.root());
            unnoted = false;
        } catch (IOException failed) {
            throw DiskFull.isDiskFull(failed) ? DiskFull.toNoRoom(failed) : failed;
        }
    }

    /**
     * Handles a failed write: rolls back, and verifies that only a full disk caused it and the data is unchanged.
     *
     * @throws SQLException the failure, or that its effect is unknown
     */
    private NoRoom rollBack(SQLException failed) throws SQLException {
        if (!DiskFull.isDiskFull(failed)) {
            throw failed;
        }
        torn = true;
        DiskFull.rollBack(connection);
        guard.requireUntouched(range);
        SqliteSettings.run(connection, "ROLLBACK");
        statements.close();
        statements = Statements.prepare(connection);
        return DiskFull.toNoRoom(failed);
    }

    private void trackOpen(LogEntry line, long index) {
        if (line.opens() != null) {
            open.put(line.opens(), index);
        } else if (line.closes() != null) {
            open.remove(line.closes());
        }
    }

    private void advance(long first, CompactRange grown) throws SQLException {
        var oldest = open.entrySet().iterator();
        var advance = statements.advance;
        advance.setLong(1, grown.size());
        advance.setBytes(2, grown.root());
        advance.setBytes(3, grown.subtreeRoots());
        advance.setLong(4, oldest.hasNext() ? oldest.next().getValue() : grown.size());
        advance.setLong(5, first);
        ForeignWriteDetector.requireOne(advance);
    }

    /** Moves the write-ahead log into the file; returns false if a reader prevented that in part. */
    @Override
    public boolean maintain() throws SQLException, IOException {
        SqliteSettings.set(connection, "busy_timeout", "0");
        boolean all = emptyLog();
        SqliteSettings.set(connection, "busy_timeout", "60000");
        checkOtherWriters();
        torn &= !all;
        return all;
    }

    /** Empties the WAL; what does not fit into the file stays in it. */
    private boolean emptyLog() throws SQLException, NoRoom {
        try {
            return SqliteSettings.queryText(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
                    .equals("0");
        } catch (SQLException failed) {
            SqliteSettings.set(connection, "busy_timeout", "60000");
            if (DiskFull.isDiskFull(failed)) {
                throw DiskFull.toNoRoom(failed);
            }
            throw failed;
        }
    }

    @Override
    public void checkOtherWriters() throws SQLException, IOException {
        claim.checkFiles();
        guard.requireAlone();
    }

    @Override
    public boolean prune(long minimum) throws SQLException, IOException {
        requireWholeLog();
        try {
            return empty(minimum);
        } catch (SQLException failed) {
            throw rollBack(failed);
        }
    }

    private boolean empty(long minimum) throws SQLException, IOException {
        statements.begin.execute();
        guard.requireAlone();
        long before = unpruned(minimum);
        try (var update = connection.prepareStatement(EMPTY)) {
            update.setLong(1, minimum);
            int emptied = update.executeUpdate();
            if (emptied != Math.min(before, STEP) || unpruned(minimum) != before - emptied) {
                throw new SQLException("The ledger file still has records that were to be pruned.");
            }
        }
        statements.commit.execute();
        checkOtherWriters();
        return before > STEP;
    }

    private long unpruned(long minimum) throws SQLException {
        return Long.parseLong(SqliteSettings.queryText(
                connection, "SELECT count(*) FROM batch WHERE first + count <= " + minimum + " AND length(lines) > 0"));
    }

    @Override
    public StoredHead head() {
        return new StoredHead(range.size(), range.root(), range.subtreeRoots(), 0);
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            connection.close();
            witness.close();
        } finally {
            claim.close();
        }
    }
}
