package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Buffer of posting lists that are being written: for each block and term, the records that have it. */
final class PostingLists {
    static final String TABLE = "CREATE TABLE posting (term TEXT, block INTEGER, records BLOB NOT NULL,"
            + " PRIMARY KEY (term, block)) WITHOUT ROWID";

    private final Connection connection;
    private final Map<String, Blocks> pending = new HashMap<>();

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

    /** Writes the buffer in storage order; no block from {@code fresh} on was written before. */
    void flush(long fresh) throws SQLException {
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
                }
            }
        }
        pending.clear();
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
