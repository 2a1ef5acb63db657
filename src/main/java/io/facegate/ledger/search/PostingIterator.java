package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Iterator over the posting list of one condition, block by block, in one direction. It is positioned at a block, or at
 * the end.
 */
final class PostingIterator implements AutoCloseable {
    private final Source source;
    private long block;
    private boolean isEnded;
    /** The records of the present block, once they were asked for: many blocks are passed over. */
    private @Nullable PostingBlock records;

    /** Source of the blocks. */
    private interface Source extends AutoCloseable {
        @Nullable
        Long next() throws SQLException;

        /** The records of the block that came last. */
        PostingBlock records() throws SQLException;

        @Override
        void close() throws SQLException;
    }

    private PostingIterator(Source source) throws SQLException {
        this.source = source;
        next();
    }

    /** Iterates over the posting list of a term, from that block on. */
    static PostingIterator of(Connection connection, String term, long from, boolean up) throws SQLException {
        return new PostingIterator(new Listed(
                connection.prepareStatement("SELECT block, " + PostingBlock.COLUMN + " FROM posting WHERE term = ?"
                        + (up ? " AND block >= ? ORDER BY block" : " AND block <= ? ORDER BY block DESC")),
                term,
                from));
    }

    /** Iterates over a list of records. */
    static PostingIterator of(Collection<Long> indexes, long from, boolean up) throws SQLException {
        var blocks = new TreeMap<Long, PostingBlock>();
        for (long index : indexes) {
            blocks.computeIfAbsent(PostingBlock.number(index), _ -> new PostingBlock())
                    .add(PostingBlock.place(index));
        }
        return of(blocks, from, up);
    }

    /** Iterates over given blocks. */
    static PostingIterator of(NavigableMap<Long, PostingBlock> blocks, long from, boolean up) throws SQLException {
        var all = up ? blocks.tailMap(from, true) : blocks.headMap(from, true).descendingMap();
        return new PostingIterator(new Given(all.entrySet().iterator()));
    }

    private static final class Given implements Source {
        private final Iterator<Map.Entry<Long, PostingBlock>> blocks;
        private PostingBlock records = new PostingBlock();

        Given(Iterator<Map.Entry<Long, PostingBlock>> blocks) {
            this.blocks = blocks;
        }

        @Override
        public @Nullable Long next() {
            if (!blocks.hasNext()) {
                return null;
            }
            var next = blocks.next();
            records = next.getValue();
            return next.getKey();
        }

        @Override
        public PostingBlock records() {
            return records;
        }

        @Override
        public void close() {}
    }

    private static final class Listed implements Source {
        private final PreparedStatement statement;
        private final ResultSet rows;

        Listed(PreparedStatement statement, String term, long from) throws SQLException {
            this.statement = statement;
            statement.setString(1, term);
            statement.setLong(2, from);
            rows = statement.executeQuery();
        }

        @Override
        public @Nullable Long next() throws SQLException {
            return rows.next() ? rows.getLong(1) : null;
        }

        @Override
        public PostingBlock records() throws SQLException {
            return PostingBlock.decode(rows.getBytes(2));
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }

    /** The present block; null at the end. */
    @Nullable
    PostingBlock records() throws SQLException {
        if (!isEnded && records == null) {
            records = source.records();
        }
        return records;
    }

    boolean isEnded() {
        return isEnded;
    }

    long block() {
        return block;
    }

    /** Advances upwards to that block and returns its records. */
    PostingBlock advanceTo(long wanted) throws SQLException {
        while (!isEnded && block < wanted) {
            next();
        }
        var found = block == wanted ? records() : null;
        return found == null ? new PostingBlock() : found;
    }

    void next() throws SQLException {
        var found = source.next();
        records = null;
        isEnded = found == null;
        block = found == null ? block : found;
    }

    @Override
    public void close() throws SQLException {
        source.close();
    }
}
