package io.facegate.ledger.search;

import io.facegate.call.Fault;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.Salts;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Search index of a ledger in an SQLite file. Not thread-safe; several instances may share one file. */
public final class SearchFile implements AutoCloseable {
    /** The file's name in the data folder. */
    public static final String NAME = "search.db";

    private static final int VALUES = 10_000;
    private static final int BATCHES = 64;
    /** Lists of records that a page reads for one field, which takes a tenth of a second. */
    private static final long MOST_LISTS = 100_000;

    /** Records added in one transaction, which limits how long it blocks others. */
    private static final int STEP = 32_768;

    private final Path file;
    private final Connection connection;
    private final Object inode;

    private SearchFile(Path file, Connection connection) throws IOException {
        this.file = file;
        this.connection = connection;
        this.inode = inode(file);
    }

    /** Opens the file of a folder; creates it if missing, rebuilds it if damaged. */
    public static SearchFile open(Path folder) throws SQLException, IOException {
        return SearchFileLock.runLocked(folder, () -> {
            if (!Files.exists(folder.resolve(NAME))) {
                // The WAL of a deleted file would be taken for the new file's.
                delete(folder);
            }
            try {
                return opened(folder.resolve(NAME));
            } catch (SQLException damaged) {
                if (SqliteSettings.isBusy(damaged)) {
                    throw damaged;
                }
                delete(folder);
                return opened(folder.resolve(NAME));
            }
        });
    }

    private static SearchFile opened(Path file) throws SQLException, IOException {
        SqliteSettings.createPrivate(file);
        var opened = SqliteSettings.connect("jdbc:sqlite:" + file);
        try {
            SqliteSettings.set(opened, "busy_timeout", "10000");
            SqliteSettings.set(opened, "journal_mode", "wal");
            SqliteSettings.set(opened, "synchronous", "1");
            SqliteSettings.set(opened, "mmap_size", "0");
            SqliteSettings.set(opened, "cache_size", "-32768");
            create(
                    opened,
                    !SqliteSettings.queryText(opened, "PRAGMA user_version")
                            .equals(Integer.toString(SearchProjection.LAYOUT)));
            requirePlain(opened);
            return new SearchFile(file, opened);
        } catch (SQLException | IOException unfit) {
            opened.close();
            throw unfit;
        }
    }

    /** Requires that there is no trigger or view, which can lose writes without an error; else it is rebuilt. */
    private static void requirePlain(Connection search) throws SQLException {
        if (!SqliteSettings.queryText(search, "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')")
                .equals("0")) {
            throw new SQLException("The projection was changed: it has a trigger or a view.");
        }
    }

    private static void delete(Path folder) throws IOException {
        for (var tail : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve(NAME + tail));
        }
    }

    /** Closes and deletes the file, unless another instance already did. */
    public void discard() throws SQLException, IOException {
        var folder = Objects.requireNonNull(file.getParent());
        SearchFileLock.runLocked(folder, () -> {
            boolean there = isCurrent();
            close();
            if (there) {
                delete(folder);
            }
            return there;
        });
    }

    /** Drops everything and creates the tables, unless another process just did. */
    private static void create(Connection search, boolean other) throws SQLException {
        if (!other) {
            return;
        }
        SqliteSettings.run(search, "BEGIN IMMEDIATE");
        for (var name : SqliteSettings.queryText(
                        search,
                        "SELECT group_concat(name, ',') FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                                + " 'sqlite%'")
                .split(",", -1)) {
            SqliteSettings.run(search, "DROP TABLE IF EXISTS \"" + name.replace("\"", "") + '"');
        }
        for (var statement : SearchProjection.TABLES) {
            SqliteSettings.run(search, statement);
        }
        SqliteSettings.run(search, "COMMIT");
    }

    private static Object inode(Path file) throws IOException {
        return Objects.requireNonNullElse(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey(), file);
    }

    /** True if the open file is still the one in the folder. */
    public boolean isCurrent() {
        try {
            return inode(file).equals(inode);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Leaf hashes of the trusted tree. */
    @FunctionalInterface
    public interface LeafHashes {
        /** The leaf hash of a record, or null if the stored hashes do not lead to the tree. */
        byte @Nullable [] leaf(long index) throws SQLException;
    }

    /**
     * Adds the next records. A record that does not verify is not listed under its content.
     *
     * @return false if there were none
     * @throws SQLException if the file is damaged, or of another ledger: discard it
     */
    public boolean indexNext(LedgerReader ledger, LeafHashes proven) throws SQLException {
        if (next() >= ledger.head().size() && next() > 0) {
            requireSame(ledger);
            return false;
        }
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
        boolean done = false;
        try (var projection = new SearchProjection(connection)) {
            boolean more = indexNext(ledger, projection, proven);
            requirePlain(connection);
            done = true;
            return more;
        } finally {
            SqliteSettings.run(connection, done ? "COMMIT" : "ROLLBACK");
        }
    }

    private void requireSame(LedgerReader ledger) throws SQLException {
        try (var projection = new SearchProjection(connection)) {
            requireSame(ledger, projection, next());
        }
    }

    private static void requireSame(LedgerReader ledger, SearchProjection projection, long next) throws SQLException {
        if (next > 0 && !projection.isAtLeaf(last(ledger, next - 1))) {
            throw new SQLException("The projection is of another ledger.");
        }
    }

    private boolean indexNext(LedgerReader ledger, SearchProjection projection, LeafHashes proven) throws SQLException {
        long begin = next();
        long next = begin;
        requireSame(ledger, projection, next);
        // What is written meanwhile waits for the next time, so the trusted tree is looked up once.
        long end = Math.min(ledger.head().size(), begin + STEP);
        var leaf = new byte[0];
        for (boolean more = true; more && next < end; ) {
            var seen = ledger.batchesFrom(next, BATCHES);
            for (var batch : seen) {
                if (next >= end) {
                    break;
                }
                if (batch.first() != next || batch.count() < 1) {
                    throw new Fault.LedgerDown("Records are missing at " + next + ". Run: facegate ledger verify");
                }
                projection.indexBatch(batch, proven);
                next += batch.count();
                leaf = batch.leaf(batch.count() - 1);
            }
            more = !seen.isEmpty();
        }
        if (next > begin) {
            projection.commitUpTo(next, leaf);
        }
        return next > begin;
    }

    private static byte[] last(LedgerReader ledger, long index) throws SQLException {
        for (var batch : ledger.readAround(index, 1)) {
            return batch.leaf((int) (index - batch.first()));
        }
        return new byte[0];
    }

    /** Number of the ledger's records that are not added yet. */
    public long recordsBehind(LedgerReader ledger) throws SQLException {
        return Math.max(0, ledger.head().size() - next());
    }

    /** Number of records added. */
    public long next() throws SQLException {
        return SearchProjection.next(connection);
    }

    /**
     * Passes the indexes of matching records, oldest first, until {@code visitor} returns false. Includes records whose
     * bytes were changed before they were added: their original content is unknown, so they might match.
     */
    public void ascending(RecordQuery query, Salts salts, LongPredicate visitor) throws SQLException {
        var doubtful = UnverifiedRecordMerger.upwards(connection, query, visitor);
        new QueryRunner(connection, query, true).forEachIndex(salts, doubtful);
        doubtful.passRemaining();
    }

    /** Same, newest first. */
    public void descending(RecordQuery query, Salts salts, LongPredicate visitor) throws SQLException {
        var doubtful = UnverifiedRecordMerger.downwards(connection, query, visitor);
        new QueryRunner(connection, query, false).forEachIndex(salts, doubtful);
        doubtful.passRemaining();
    }

    /** True if a record from that index on matches one of these queries of coded fields. */
    public boolean anySince(long index, List<RecordQuery> queries) throws SQLException {
        var found = new boolean[1];
        for (var query : queries) {
            descending(query, Salts.NONE, place -> {
                found[0] |= place >= index;
                return false;
            });
        }
        return found[0];
    }

    /** The index of the record with this id. */
    public @Nullable Long place(String id) throws SQLException {
        return place("SELECT idx FROM record WHERE id = ?", id);
    }

    /** The index of the outcome of a decision. */
    public @Nullable Long outcome(String decision) throws SQLException {
        return place("SELECT idx FROM record WHERE ref = ?", decision);
    }

    private @Nullable Long place(String sql, String id) throws SQLException {
        var bytes = SearchProjection.id(id);
        return bytes == null ? null : BinaryCells.number(connection, sql, (Object) bytes);
    }

    /** Creates a check of whether records are listed correctly. */
    public ProjectionCheck listed() {
        return new ProjectionCheck(connection);
    }

    /**
     * The first record of the first block that ends between two indexes and whose roll-ups do not say what its lists say;
     * null if there is none.
     */
    public @Nullable Long findWrongRollUp(long from, long until) throws SQLException {
        for (long block = PostingBlock.number(from); block < PostingBlock.number(until); block++) {
            if (!RollUps.isRight(connection, block)) {
                return block << PostingBlock.SHIFT;
            }
        }
        return null;
    }

    /** True if a record is listed under that value of a field. */
    public boolean lists(SearchFacet facet, String value) throws SQLException {
        return listed(facet.term(value));
    }

    /** True if each word of a text occurs in some record, or an id begins with it. */
    public boolean containsWords(String text) throws SQLException {
        var prefix = IdPrefix.parse(text);
        if (prefix != null
                && BinaryCells.number(
                                connection,
                                "SELECT idx FROM record WHERE id BETWEEN ? AND ? LIMIT 1",
                                prefix.first(),
                                prefix.last())
                        != null) {
            return true;
        }
        for (var term : SearchTerms.fromText(text)) {
            if (!listed(term)) {
                return false;
            }
        }
        return true;
    }

    private boolean listed(String term) throws SQLException {
        return BinaryCells.number(connection, "SELECT 1 FROM posting WHERE term = ? LIMIT 1", term) != null
                || firstUnverified() != null;
    }

    /** The first record that did not verify when it was added, so its content is unknown; null if all did. */
    public @Nullable Long firstUnverified() throws SQLException {
        return BinaryCells.number(connection, "SELECT min(idx) FROM doubtful");
    }

    /** True if a text has the form of an id. */
    public static boolean isId(String text) {
        return SearchProjection.id(text) != null;
    }

    /** The values of a field that records are listed under, at most {@value #VALUES}. */
    public List<String> values(SearchFacet facet) throws SQLException {
        var found = new ArrayList<String>();
        var prefix = facet.term("");
        try (var statement = connection.prepareStatement("WITH RECURSIVE each (term) AS ("
                + "SELECT min(term) FROM posting WHERE term >= ? UNION ALL"
                + " SELECT (SELECT min(term) FROM posting WHERE term > each.term) FROM each WHERE term < ?)"
                + " SELECT term FROM each WHERE term < ? LIMIT " + VALUES)) {
            statement.setString(1, prefix);
            statement.setString(2, facet.key() + ';');
            statement.setString(3, facet.key() + ';');
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1).substring(prefix.length()));
                }
            }
        }
        return found;
    }

    /** The records that match, for counting; records whose content is unknown are none of them. */
    public MatchedRecords match(RecordQuery query) throws SQLException {
        return MatchedRecords.of(connection, query);
    }

    /** How many records before that index did not verify when they were added, so that their content is unknown. */
    public long unverified(long before) throws SQLException {
        var count = BinaryCells.number(connection, "SELECT count(*) FROM doubtful WHERE idx < ?", before);
        return count == null ? 0 : count;
    }

    /** The first record that was not pruned. */
    public long floor() throws SQLException {
        var floor = BinaryCells.number(connection, "SELECT floor FROM progress");
        return floor == null ? 0 : floor;
    }

    /** The time of the first record that was not pruned; empty if there is none. */
    public Optional<Instant> firstTime() throws SQLException {
        var millis = BinaryCells.number(connection, "SELECT time FROM record ORDER BY idx LIMIT 1");
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }

    /** Counts of the records that match a query. */
    public RecordCounts counts(RecordQuery query, Salts salts) throws SQLException {
        var asked = new RecordCounts.Asked(query, RecordCounts.USUAL, true);
        return RecordCounts.count(connection, List.of(asked), salts, Long.MAX_VALUE)
                .getFirst();
    }

    /** Counts of several queries, all of one moment. Reads at most {@value #MOST_LISTS} lists for a field. */
    public List<RecordCounts> counts(List<RecordCounts.Asked> questions, Salts salts) throws SQLException {
        return atOneMoment(() -> RecordCounts.count(connection, questions, salts, MOST_LISTS));
    }

    /** Reads several things as they are at one moment. */
    public <T> T atOneMoment(ReadTransaction.Work<T> work) throws SQLException {
        return ReadTransaction.run(connection, work);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
