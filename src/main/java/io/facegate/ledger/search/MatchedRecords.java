package io.facegate.ledger.search;

import io.facegate.ledger.store.Salts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The records that match a query, as a set that can be counted by the values of coded fields. The work depends on the
 * number of blocks and values, never on the number of records.
 */
public final class MatchedRecords {
    private final Connection connection;
    private final NavigableMap<Long, PostingBlock> blocks;

    private MatchedRecords(Connection connection, NavigableMap<Long, PostingBlock> blocks) {
        this.connection = connection;
        this.blocks = blocks;
    }

    /** The records that match. Personal values are not looked up. */
    static MatchedRecords of(Connection connection, RecordQuery query) throws SQLException {
        var found = new TreeMap<Long, PostingBlock>();
        new QueryRunner(connection, query, true).forEachBlock(Salts.NONE, (block, records) -> {
            if (!records.isEmpty()) {
                found.put(block, records);
            }
            return true;
        });
        return new MatchedRecords(connection, found);
    }

    /** How many there are. */
    public long count() {
        return blocks.values().stream().mapToLong(PostingBlock::count).sum();
    }

    public boolean contains(long index) {
        var block = blocks.get(PostingBlock.number(index));
        return block != null && block.holds(PostingBlock.place(index));
    }

    /** Those that are listed under that value of a field. */
    public MatchedRecords with(SearchFacet facet, String value) throws SQLException {
        return listed(facet.term(value), true);
    }

    /** Those that are listed under one of these values of a field. */
    public MatchedRecords withAny(SearchFacet facet, List<String> values) throws SQLException {
        var some = new TreeMap<Long, PostingBlock>();
        for (var value : values) {
            with(facet, value)
                    .blocks
                    .forEach((block, records) ->
                            some.computeIfAbsent(block, _ -> new PostingBlock()).or(records));
        }
        return new MatchedRecords(connection, some);
    }

    /** Those that are not listed under that value of a field. */
    public MatchedRecords without(SearchFacet facet, String value) throws SQLException {
        return listed(facet.term(value), false);
    }

    private MatchedRecords listed(String term, boolean wanted) throws SQLException {
        var some = new TreeMap<Long, PostingBlock>();
        try (var list = PostingIterator.of(connection, term, 0, true)) {
            for (var block : blocks.entrySet()) {
                var kept = copy(block.getValue());
                if (wanted) {
                    kept.and(list.advanceTo(block.getKey()));
                } else {
                    kept.without(list.advanceTo(block.getKey()));
                }
                if (!kept.isEmpty()) {
                    some.put(block.getKey(), kept);
                }
            }
        }
        return new MatchedRecords(connection, some);
    }

    /**
     * Without the decisions whose outcome stands at that index or later: what was not yet known when the log had that
     * many records.
     */
    public MatchedRecords withoutEndedFrom(long index) throws SQLException {
        var some = new TreeMap<Long, PostingBlock>();
        blocks.forEach((block, records) -> some.put(block, copy(records)));
        try (var ended = connection.prepareStatement(
                "SELECT d.idx FROM record o CROSS JOIN record d ON d.id = o.ref WHERE o.idx >= ?")) {
            ended.setLong(1, index);
            try (var rows = ended.executeQuery()) {
                while (rows.next()) {
                    var block = some.get(PostingBlock.number(rows.getLong(1)));
                    if (block != null) {
                        block.remove(PostingBlock.place(rows.getLong(1)));
                    }
                }
            }
        }
        return new MatchedRecords(connection, some);
    }

    /** The number of them under each value of a field. A record may have several. */
    public Map<String, Long> countBy(SearchFacet facet) throws SQLException {
        var found = new TreeMap<String, Long>();
        if (blocks.isEmpty()) {
            return found;
        }
        var prefix = facet.term("");
        try (var lists = connection.prepareStatement("SELECT term, block, " + PostingBlock.COLUMN
                + " FROM posting WHERE term >= ? AND term < ? AND block >= ? AND block <= ?")) {
            lists.setString(1, prefix);
            lists.setString(2, facet.key() + ';');
            lists.setLong(3, blocks.firstKey());
            lists.setLong(4, blocks.lastKey());
            try (var rows = lists.executeQuery()) {
                while (rows.next()) {
                    var ours = blocks.get(rows.getLong(2));
                    if (ours != null) {
                        var listed = PostingBlock.decode(rows.getBytes(3));
                        listed.and(ours);
                        found.merge(rows.getString(1).substring(prefix.length()), (long) listed.count(), Long::sum);
                    }
                }
            }
        }
        found.values().removeIf(count -> count == 0);
        return found;
    }

    /** Those that are decisions with an outcome. */
    public MatchedRecords ended() throws SQLException {
        return listed(SearchTerms.ENDED, true);
    }

    /** The indexes of the newest of them, at most that many, the oldest of these first. */
    public List<Long> newest(int most) {
        var found = new ArrayDeque<Long>();
        for (var block : blocks.descendingMap().entrySet()) {
            long first = block.getKey() << PostingBlock.SHIFT;
            for (var places = block.getValue().places(false); places.hasNext() && found.size() < most; ) {
                found.addFirst(first + places.next());
            }
        }
        return List.copyOf(found);
    }

    /** The indexes of the oldest of them, at most that many. */
    public List<Long> oldest(int most) {
        var found = new ArrayList<Long>();
        for (var block : blocks.entrySet()) {
            long first = block.getKey() << PostingBlock.SHIFT;
            for (var places = block.getValue().places(true); places.hasNext() && found.size() < most; ) {
                found.add(first + places.next());
            }
        }
        return found;
    }

    private static PostingBlock copy(PostingBlock block) {
        var copy = new PostingBlock();
        copy.or(block);
        return copy;
    }
}
