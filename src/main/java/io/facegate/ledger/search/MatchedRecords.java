package io.facegate.ledger.search;

import io.facegate.ledger.store.Salts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The records that match a query, as a set that can be counted by the values of coded fields. The work depends on the
 * number of blocks and values, never on the number of records.
 */
public final class MatchedRecords {
    private final Connection connection;
    private final NavigableMap<Long, PostingBlock> blocks;

    /** The condition that they meet; null if roll-ups cannot answer it. */
    private final @Nullable RollUpCondition condition;
    /** The blocks that roll-ups can answer for: they are all records of the period there that meet the condition. */
    private final RollUpCoverage rolled;

    private MatchedRecords(
            Connection connection,
            NavigableMap<Long, PostingBlock> blocks,
            @Nullable RollUpCondition condition,
            RollUpCoverage rolled) {
        this.connection = connection;
        this.blocks = blocks;
        this.condition = condition;
        this.rolled = rolled;
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
        return new MatchedRecords(
                connection,
                found,
                RollUpCondition.of(query),
                RollUpCoverage.of(connection, query.period(), query.beforeIndex()));
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
        return listed(facet.term(value), true, RollUpCondition.and(condition, facet, value));
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
        boolean isAnyFault = facet == SearchFacet.STATUS && Set.copyOf(values).equals(Set.copyOf(RecordQuery.FAULTS));
        return new MatchedRecords(
                connection,
                some,
                isAnyFault ? RollUpCondition.and(condition, facet, RecordQuery.FAILED) : null,
                rolled);
    }

    /** Those that are no decisions on calls of the sandbox. */
    public MatchedRecords withoutSandbox() throws SQLException {
        return listed(SearchTerms.SANDBOX, false, RollUpCondition.and(condition, SearchFacet.SANDBOX, "no"));
    }

    private MatchedRecords listed(String term, boolean wanted, @Nullable RollUpCondition both) throws SQLException {
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
        return new MatchedRecords(connection, some, both, rolled);
    }

    /**
     * Without the decisions whose outcome stands at that index or later: what was not yet known when the log had that
     * many records.
     */
    public MatchedRecords withoutEndedFrom(long index) throws SQLException {
        var some = new TreeMap<Long, PostingBlock>();
        blocks.forEach((block, records) -> some.put(block, copy(records)));
        var touched = new HashSet<Long>();
        try (var ended = connection.prepareStatement(
                "SELECT d.idx FROM record o CROSS JOIN record d ON d.id = o.ref WHERE o.idx >= ?")) {
            ended.setLong(1, index);
            try (var rows = ended.executeQuery()) {
                while (rows.next()) {
                    long number = PostingBlock.number(rows.getLong(1));
                    var block = some.get(number);
                    if (block != null) {
                        block.remove(PostingBlock.place(rows.getLong(1)));
                        touched.add(number);
                    }
                }
            }
        }
        return new MatchedRecords(connection, some, condition, rolled.without(touched));
    }

    /** The number of them under each value of a field. A record may have several. */
    public Map<String, Long> countBy(SearchFacet facet) throws SQLException {
        var found = new TreeMap<String, Long>();
        var answering = answering(facet);
        if (condition != null) {
            RollUps.sum(connection, facet, answering)
                    .values()
                    .forEach((value, byMarks) -> found.put(value, condition.sum(byMarks)));
        }
        PostingLists.forEach(connection, facet, unrolled(answering), (value, block, listed) -> {
            var ours = blocks.get(block);
            if (ours != null && !answering.blocks().contains(block)) {
                found.merge(value, listed.countShared(ours), Long::sum);
            }
            return true;
        });
        found.values().removeIf(count -> count == 0);
        return found;
    }

    /** How many have no value of a field. */
    public long countWithout(SearchFacet facet) throws SQLException {
        var answering = answering(facet);
        var rest = new TreeMap<Long, PostingBlock>();
        unrolled(answering).forEach(block -> rest.put(block, copy(blocks.getOrDefault(block, new PostingBlock()))));
        PostingLists.forEach(connection, facet, rest.keySet(), (_, block, listed) -> {
            var ours = rest.get(block);
            if (ours != null) {
                ours.without(listed);
            }
            return true;
        });
        long counted = rest.values().stream().mapToLong(PostingBlock::count).sum();
        return condition == null
                ? counted
                : counted
                        + condition.sum(
                                RollUps.sum(connection, facet, answering).part());
    }

    /** The blocks of which roll-ups of a field count as this does. */
    private RollUpCoverage answering(SearchFacet facet) throws SQLException {
        if (condition == null || !condition.decisions() || !RollUps.FACETS.contains(facet)) {
            return rolled.among(Set.of());
        }
        return rolled.among(blocks.keySet()).among(RollUps.blocks(connection, facet));
    }

    private Set<Long> unrolled(RollUpCoverage answering) {
        var left = new TreeSet<>(blocks.keySet());
        left.removeAll(answering.blocks());
        return left;
    }

    /** Those that are decisions with an outcome. */
    public MatchedRecords ended() throws SQLException {
        return listed(SearchTerms.ENDED, true, condition == null ? null : condition.with(DecisionMarks.ENDED));
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
