package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of records. Decisions of the sandbox, and their outcomes, are counted under {@link SearchFacet#SANDBOX}, and
 * as records of a kind and day; verdicts, outcomes, organisations and rules count the others.
 *
 * @param byFacet the number of records for each value of a few coded fields
 * @param open permits without an outcome
 * @param oldest the earliest time of a record, in milliseconds, or null if there is none
 */
public record RecordCounts(
        Map<SearchFacet, Map<String, Long>> byFacet,
        long open,
        @Nullable Long oldest,
        @Nullable Long newest) {
    private static final Set<SearchFacet> OF_RECORDS = Set.of(SearchFacet.KIND, SearchFacet.DAY, SearchFacet.SANDBOX);
    private static final List<SearchFacet> COUNTED = List.of(
            SearchFacet.KIND,
            SearchFacet.VERDICT,
            SearchFacet.STATUS,
            SearchFacet.ORGANISATION,
            SearchFacet.RULE,
            SearchFacet.DAY);

    public RecordCounts {
        byFacet = Collections.unmodifiableMap(new TreeMap<>(byFacet));
    }

    static RecordCounts count(Connection connection) throws SQLException {
        var by = new TreeMap<SearchFacet, Map<String, Long>>();
        for (var facet : COUNTED) {
            by.put(facet, facet == SearchFacet.STATUS ? countByOutcome(connection) : countByValue(connection, facet));
        }
        var sandbox = countByValue(connection, SearchFacet.SANDBOX);
        if (!sandbox.isEmpty()) {
            by.put(SearchFacet.SANDBOX, sandbox);
        }
        return new RecordCounts(
                by,
                open(connection),
                BinaryCells.number(connection, "SELECT min(first) FROM span"),
                BinaryCells.number(connection, "SELECT max(last) FROM span"));
    }

    /** Counts records per value; includes a rule's pack. */
    private static Map<String, Long> countByValue(Connection connection, SearchFacet facet) throws SQLException {
        var found = new TreeMap<String, Long>();
        var sandbox = OF_RECORDS.contains(facet) ? Map.<Long, PostingBlock>of() : sandboxBlocks(connection);
        var prefix = facet.term("");
        try (var lists = connection.prepareStatement("SELECT term, block, " + PostingBlock.COLUMN
                + " FROM posting WHERE term >= ? AND term < ? ORDER BY term")) {
            lists.setString(1, prefix);
            lists.setString(2, facet.key() + ';');
            try (var rows = lists.executeQuery()) {
                while (rows.next()) {
                    var listed = PostingBlock.decode(rows.getBytes(3));
                    var left = sandbox.get(rows.getLong(2));
                    if (left != null) {
                        listed.without(left);
                    }
                    found.merge(rows.getString(1).substring(prefix.length()), (long) listed.count(), Long::sum);
                }
            }
        }
        found.values().removeIf(count -> count == 0);
        return found;
    }

    /** The decisions of the sandbox, by block. */
    private static Map<Long, PostingBlock> sandboxBlocks(Connection connection) throws SQLException {
        var blocks = new TreeMap<Long, PostingBlock>();
        try (var listed = PostingIterator.of(connection, SearchTerms.SANDBOX, 0, true)) {
            for (var block = listed.records(); block != null; listed.next(), block = listed.records()) {
                blocks.put(listed.block(), block);
            }
        }
        return blocks;
    }

    /**
     * Counts calls per outcome. A decision is also listed under its outcome, and is not counted twice; the outcome of a
     * call of the sandbox, which does not say so itself, is left out by its decision.
     */
    private static Map<String, Long> countByOutcome(Connection connection) throws SQLException {
        var found = countByValue(connection, SearchFacet.STATUS);
        for (var status : found.entrySet()) {
            long all =
                    countBoth(connection, SearchFacet.STATUS.term(status.getKey()), SearchFacet.KIND.term("OUTCOME"));
            long sandbox = countBoth(connection, SearchFacet.STATUS.term(status.getKey()), SearchTerms.SANDBOX);
            status.setValue(all - sandbox);
        }
        found.values().removeIf(count -> count == 0);
        return found;
    }

    /** The number of records that are listed under both terms. */
    private static long countBoth(Connection connection, String term, String other) throws SQLException {
        long count = 0;
        try (var all = PostingIterator.of(connection, term, 0, true);
                var also = PostingIterator.of(connection, other, 0, true)) {
            for (var block = all.records(); block != null; all.next(), block = all.records()) {
                block.and(also.advanceTo(all.block()));
                count += block.count();
            }
        }
        return count;
    }

    private static long open(Connection connection) throws SQLException {
        long open = 0;
        try (var permits = PostingIterator.of(connection, SearchFacet.VERDICT.term("permit"), 0, true);
                var decisions = PostingIterator.of(connection, SearchFacet.KIND.term("DECISION"), 0, true);
                var ended = PostingIterator.of(connection, SearchTerms.ENDED, 0, true)) {
            for (var block = permits.records(); block != null; permits.next(), block = permits.records()) {
                var kinds = decisions.advanceTo(permits.block());
                block.and(kinds);
                open += block.count();
                block.and(ended.advanceTo(permits.block()));
                open -= block.count();
            }
        }
        return open;
    }
}
