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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The file that is searched, made from a ledger; one caller at a time, several files' owners on one file. */
public final class SearchFile implements AutoCloseable {
    /** The file's name in the data folder. */
    public static final String NAME = "search.db";

    private static final int VALUES = 10_000;
    private static final int BATCHES = 64;
    /** Records that are taken over in one transaction, and so how long nobody else can. */
    private static final int STEP = 32_768;

    private final Path file;
    private final Connection connection;
    private final Object inode;

    private SearchFile(Path file, Connection connection) throws IOException {
        this.file = file;
        this.connection = connection;
        this.inode = inode(file);
    }

    /** Opens the file of a folder, making it where there is none, and anew where it is damaged. */
    public static SearchFile open(Path folder) throws SQLException, IOException {
        return SearchFileLock.in(folder, () -> {
            if (!Files.exists(folder.resolve(NAME))) {
                // The log of a file that was deleted would be taken for the new one's.
                delete(folder);
            }
            try {
                return opened(folder.resolve(NAME));
            } catch (SQLException damaged) {
                if (SqliteSettings.busy(damaged)) {
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
                    !SqliteSettings.ask(opened, "PRAGMA user_version")
                            .equals(Integer.toString(SearchProjection.LAYOUT)));
            demandPlain(opened);
            return new SearchFile(file, opened);
        } catch (SQLException | IOException unfit) {
            opened.close();
            throw unfit;
        }
    }

    /** A trigger or a view can lose what is written without an error; a file with one is made anew. */
    private static void demandPlain(Connection search) throws SQLException {
        if (!SqliteSettings.ask(search, "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')")
                .equals("0")) {
            throw new SQLException("The projection was changed: it has a trigger or a view.");
        }
    }

    private static void delete(Path folder) throws IOException {
        for (var tail : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve(NAME + tail));
        }
    }

    /** Closes it and throws it away, unless another owner already did. */
    public void discard() throws SQLException, IOException {
        var folder = Objects.requireNonNull(file.getParent());
        SearchFileLock.in(folder, () -> {
            boolean there = there();
            close();
            if (there) {
                delete(folder);
            }
            return there;
        });
    }

    /** Drops whatever stands there and makes the tables, unless another process just did. */
    private static void create(Connection search, boolean other) throws SQLException {
        if (!other) {
            return;
        }
        SqliteSettings.run(search, "BEGIN IMMEDIATE");
        for (var name : SqliteSettings.ask(
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

    /** Whether it is still the file of its folder, and nobody deleted it underneath. */
    public boolean there() {
        try {
            return inode(file).equals(inode);
        } catch (IOException gone) {
            return false;
        }
    }

    /** The hashes of records in the tree that is believed. */
    @FunctionalInterface
    public interface Proven {
        /** The hash of a record, or null where what is stored does not lead to the tree. */
        byte @Nullable [] leaf(long index) throws SQLException;
    }

    /**
     * Takes over some records that are not in yet. One that does not verify is not listed by what it says.
     *
     * @return false when there were none
     * @throws SQLException when the file is damaged, or of another ledger: forget it
     */
    public boolean step(LedgerReader ledger, Proven proven) throws SQLException {
        if (next() >= ledger.head().size() && next() > 0) {
            demandSame(ledger);
            return false;
        }
        SqliteSettings.run(connection, "BEGIN IMMEDIATE");
        boolean done = false;
        try (var projection = new SearchProjection(connection)) {
            boolean more = step(ledger, projection, proven);
            demandPlain(connection);
            done = true;
            return more;
        } finally {
            SqliteSettings.run(connection, done ? "COMMIT" : "ROLLBACK");
        }
    }

    private void demandSame(LedgerReader ledger) throws SQLException {
        try (var projection = new SearchProjection(connection)) {
            demandSame(ledger, projection, next());
        }
    }

    private static void demandSame(LedgerReader ledger, SearchProjection projection, long next) throws SQLException {
        if (next > 0 && !projection.follows(last(ledger, next - 1))) {
            throw new SQLException("The projection is of another ledger.");
        }
    }

    private boolean step(LedgerReader ledger, SearchProjection projection, Proven proven) throws SQLException {
        long begin = next();
        long next = begin;
        demandSame(ledger, projection, next);
        var leaf = new byte[0];
        for (boolean more = true; more && next - begin < STEP; ) {
            var seen = ledger.from(next, BATCHES).batches();
            for (var batch : seen) {
                if (batch.first() != next || batch.count() < 1) {
                    throw new Fault.LedgerDown("Records are missing at " + next + ". Run: facegate ledger verify");
                }
                projection.take(batch, proven);
                next += batch.count();
                leaf = batch.leaf(batch.count() - 1);
            }
            more = !seen.isEmpty();
        }
        if (next > begin) {
            projection.advance(next, leaf);
        }
        return next > begin;
    }

    private static byte[] last(LedgerReader ledger, long index) throws SQLException {
        for (var batch : ledger.around(index, 1)) {
            return batch.leaf((int) (index - batch.first()));
        }
        return new byte[0];
    }

    /** How many records of the ledger are not in yet. */
    public long behind(LedgerReader ledger) throws SQLException {
        return Math.max(0, ledger.head().size() - next());
    }

    /** How many records it has taken over. */
    public long next() throws SQLException {
        return SearchProjection.next(connection);
    }

    /**
     * Shows the places of the records that fit, the oldest first, and of those whose bytes were changed before they were
     * taken over: what these said is not known, so they may fit anything. Until {@code visitor} has enough. */
    public void ascending(RecordQuery query, Salts salts, LongPredicate visitor) throws SQLException {
        var doubtful = UnverifiedHits.upwards(connection, query, visitor);
        new QueryRunner(connection, query, true).each(salts, doubtful);
        doubtful.rest();
    }

    /** The same, the newest first. */
    public void descending(RecordQuery query, Salts salts, LongPredicate visitor) throws SQLException {
        var doubtful = UnverifiedHits.downwards(connection, query, visitor);
        new QueryRunner(connection, query, false).each(salts, doubtful);
        doubtful.rest();
    }

    /** The place of the record of that id. */
    public @Nullable Long place(String id) throws SQLException {
        return place("SELECT idx FROM record WHERE id = ?", id);
    }

    /** The place of the outcome of a decision. */
    public @Nullable Long outcome(String decision) throws SQLException {
        return place("SELECT idx FROM record WHERE ref = ?", decision);
    }

    private @Nullable Long place(String sql, String id) throws SQLException {
        var bytes = SearchProjection.id(id);
        return bytes == null ? null : BinaryCells.number(connection, sql, (Object) bytes);
    }

    /** What tells whether records that were taken over are listed as they are. */
    public ProjectionCheck listed() {
        return new ProjectionCheck(connection);
    }

    /** Whether a record is listed under that value of a field. */
    public boolean lists(SearchFacet facet, String value) throws SQLException {
        return listed(facet.term(value));
    }

    /** Whether each word of a text stands in some record. */
    public boolean speaks(String text) throws SQLException {
        for (var term : SearchTerms.typed(text)) {
            if (!listed(term)) {
                return false;
            }
        }
        return true;
    }

    private boolean listed(String term) throws SQLException {
        return BinaryCells.number(connection, "SELECT 1 FROM posting WHERE term = ? LIMIT 1", term) != null
                || doubtful() != null;
    }

    /** The first record that did not verify when it was taken over, and so may hold any word; null where all did. */
    public @Nullable Long doubtful() throws SQLException {
        return BinaryCells.number(connection, "SELECT min(idx) FROM doubtful");
    }

    /** Whether a text has the form of an id. */
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

    /** What there is, counted. */
    public RecordCounts counts() throws SQLException {
        return RecordCounts.in(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
