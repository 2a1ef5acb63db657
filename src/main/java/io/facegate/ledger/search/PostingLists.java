package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Buffer of posting lists that are being written: for each block and term, the records that have it. */
final class PostingLists {
    static final String TABLE = "CREATE TABLE posting (term TEXT, block INTEGER, records BLOB NOT NULL,"
            + " PRIMARY KEY (term, block)) WITHOUT ROWID";

    /** Blocks whose lists are looked up one by one, at most. */
    private static final int LOOKED_UP = 8;

    /** How many times as many blocks there are, if looking up is quicker than going through the lists of all blocks. */
    private static final long FEWER = 4;

    private static final String LOOK_UP =
            "WITH RECURSIVE each (term) AS (SELECT min(term) FROM posting WHERE term >= ?1"
                    + " AND term < ?2 UNION ALL SELECT (SELECT min(term) FROM posting WHERE term > each.term AND term < ?2)"
                    + " FROM each WHERE each.term IS NOT NULL) SELECT p.term, p.block, " + PostingBlock.COLUMN
                    + " FROM each CROSS JOIN posting p ON p.term = each.term AND p.";

    private static final String READ = "SELECT term, block, " + PostingBlock.COLUMN
            + " FROM posting WHERE term >= ? AND term < ? AND block BETWEEN ? AND ? ORDER BY term";

    private final Connection connection;
    private final Map<String, Blocks> pending = new HashMap<>();

    /** Receives the records of a block that have a value; returns false to stop. */
    @FunctionalInterface
    interface ValueVisitor {
        boolean visit(String value, long block, PostingBlock records) throws SQLException;
    }

    /** The buffered blocks of one term. Records come in order, so nearly all are added to the same block. */
    static final class Blocks {
        private final Map<Long, PostingBlock> all = new TreeMap<>();
        private PostingBlock newest = new PostingBlock();
        private long number = -1;

        void add(long index) {
            long wanted = PostingBlock.number(index);
            if (wanted != number) {
                newest = all.computeIfAbsent(wanted, _ -> new PostingBlock());
                number = wanted;
            }
            newest.add(PostingBlock.place(index));
        }

        void or(Blocks other) {
            other.all.forEach((block, records) ->
                    all.computeIfAbsent(block, _ -> new PostingBlock()).or(records));
        }
    }

    PostingLists(Connection connection) {
        this.connection = connection;
    }

    void add(String term, long index) {
        pending.computeIfAbsent(term, _ -> new Blocks()).add(index);
    }

    /** Adds the records of a buffer to those of a term. */
    void add(String term, Blocks records) {
        if (!records.all.isEmpty()) {
            pending.computeIfAbsent(term, _ -> new Blocks()).or(records);
        }
    }

    /** The records of a block that are listed under a term. */
    static PostingBlock read(Connection connection, String term, long block) throws SQLException {
        var records = BinaryCells.readAll(
                connection,
                "SELECT " + PostingBlock.COLUMN + " FROM posting WHERE term = ? AND block = ?",
                term,
                block);
        return records.isEmpty() ? new PostingBlock() : PostingBlock.decode(records.getFirst());
    }

    /**
     * Passes the lists of each value of a field, in the order of values, until {@code visitor} returns false. Of few
     * blocks among many each list is looked up; else the lists of all blocks are gone through.
     */
    static void forEach(Connection connection, SearchFacet facet, Collection<Long> blocks, ValueVisitor visitor)
            throws SQLException {
        if (blocks.isEmpty()) {
            return;
        }
        var prefix = facet.term("");
        var wanted = new TreeSet<>(blocks);
        boolean isFew = wanted.size() <= LOOKED_UP && wanted.size() * FEWER <= blocks(connection);
        try (var lists = connection.prepareStatement(isFew ? few(wanted.size()) : READ)) {
            lists.setString(1, prefix);
            lists.setString(2, facet.key() + ';');
            int at = 3;
            for (long block : isFew ? wanted : List.of(wanted.getFirst(), wanted.getLast())) {
                lists.setLong(at++, block);
            }
            try (var rows = lists.executeQuery()) {
                boolean more = true;
                while (more && rows.next()) {
                    more = !wanted.contains(rows.getLong(2))
                            || visitor.visit(
                                    rows.getString(1).substring(prefix.length()),
                                    rows.getLong(2),
                                    PostingBlock.decode(rows.getBytes(3)));
                }
            }
        }
    }

    private static String few(int blocks) {
        return LOOK_UP + "block IN (?" + ",?".repeat(blocks - 1) + ") ORDER BY each.term";
    }

    /** How many blocks there are, about. */
    private static long blocks(Connection connection) throws SQLException {
        var spans = BinaryCells.number(connection, "SELECT max(span) - min(span) FROM span");
        return spans == null ? 0 : spans * TimeSpan.SIZE / PostingBlock.SIZE + 1;
    }

    /** Writes the buffer in storage order; no block from {@code fresh} on was written before. Returns the blocks written. */
    Set<Long> flush(long fresh) throws SQLException {
        var written = new TreeSet<Long>();
        try (var read = connection.prepareStatement(
                        "SELECT " + PostingBlock.COLUMN + " FROM posting WHERE term = ? AND block = ?");
                var write = connection.prepareStatement("INSERT OR REPLACE INTO posting VALUES (?,?,?)")) {
            for (var term : new TreeMap<>(pending).entrySet()) {
                for (var block : term.getValue().all.entrySet()) {
                    if (block.getKey() < fresh) {
                        merge(read, term.getKey(), block);
                    }
                    write.setString(1, term.getKey());
                    write.setLong(2, block.getKey());
                    write.setBytes(3, block.getValue().encode());
                    write.executeUpdate();
                    written.add(block.getKey());
                }
            }
        }
        pending.clear();
        return written;
    }

    private static void merge(PreparedStatement read, String term, Map.Entry<Long, PostingBlock> block)
            throws SQLException {
        read.setString(1, term);
        read.setLong(2, block.getKey());
        try (var rows = read.executeQuery()) {
            if (rows.next()) {
                block.getValue().or(PostingBlock.decode(rows.getBytes(1)));
            }
        }
    }

    /** Removes the records before {@code floor}. */
    void prune(long floor) throws SQLException {
        BinaryCells.run(connection, "DELETE FROM posting WHERE block < ?", PostingBlock.number(floor));
        try (var read = connection.prepareStatement(
                        "SELECT term, " + PostingBlock.COLUMN + " FROM posting WHERE block = ?");
                var write =
                        connection.prepareStatement("UPDATE posting SET records = ? WHERE term = ? AND block = ?")) {
            read.setLong(1, PostingBlock.number(floor));
            var kept = new HashMap<String, PostingBlock>();
            try (var rows = read.executeQuery()) {
                while (rows.next()) {
                    kept.put(rows.getString(1), PostingBlock.decode(rows.getBytes(2)));
                }
            }
            for (var term : kept.entrySet()) {
                term.getValue().retainRange(PostingBlock.place(floor), PostingBlock.SIZE);
                write.setBytes(1, term.getValue().encode());
                write.setString(2, term.getKey());
                write.setLong(3, PostingBlock.number(floor));
                write.executeUpdate();
            }
        }
    }
}
