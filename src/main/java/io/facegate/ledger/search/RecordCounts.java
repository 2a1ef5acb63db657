package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of records.
 *
 * @param by the number of records for each value of a few coded fields
 * @param open permits without an outcome
 * @param oldest the earliest time of a record, in milliseconds, or null if there is none
 */
public record RecordCounts(
        Map<SearchFacet, Map<String, Long>> by,
        long open,
        @Nullable Long oldest,
        @Nullable Long newest) {
    private static final List<SearchFacet> COUNTED = List.of(
            SearchFacet.KIND,
            SearchFacet.VERDICT,
            SearchFacet.STATUS,
            SearchFacet.ORGANISATION,
            SearchFacet.RULE,
            SearchFacet.DAY);

    public RecordCounts {
        by = Collections.unmodifiableMap(new TreeMap<>(by));
    }

    static RecordCounts in(Connection connection) throws SQLException {
        var by = new TreeMap<SearchFacet, Map<String, Long>>();
        for (var facet : COUNTED) {
            by.put(facet, facet == SearchFacet.STATUS ? ended(connection) : counted(connection, facet));
        }
        return new RecordCounts(
                by,
                open(connection),
                BinaryCells.number(connection, "SELECT min(first) FROM span"),
                BinaryCells.number(connection, "SELECT max(last) FROM span"));
    }

    /** Counts records per value; includes a rule's pack. */
    private static Map<String, Long> counted(Connection connection, SearchFacet facet) throws SQLException {
        var found = new TreeMap<String, Long>();
        var prefix = facet.term("");
        try (var lists = connection.prepareStatement(
                "SELECT term, " + PostingBlock.COLUMN + " FROM posting WHERE term >= ? AND term < ? ORDER BY term")) {
            lists.setString(1, prefix);
            lists.setString(2, facet.key() + ';');
            try (var rows = lists.executeQuery()) {
                while (rows.next()) {
                    int count = PostingBlock.of(rows.getBytes(2)).count();
                    found.merge(rows.getString(1).substring(prefix.length()), (long) count, Long::sum);
                }
            }
        }
        found.values().removeIf(count -> count == 0);
        return found;
    }

    /** Counts calls per outcome. A decision is also listed under its outcome, and is not counted twice. */
    private static Map<String, Long> ended(Connection connection) throws SQLException {
        var found = counted(connection, SearchFacet.STATUS);
        for (var status : found.entrySet()) {
            long count = 0;
            try (var all = PostingIterator.of(connection, SearchFacet.STATUS.term(status.getKey()), 0, true);
                    var outcomes = PostingIterator.of(connection, SearchFacet.KIND.term("OUTCOME"), 0, true)) {
                for (var block = all.records(); block != null; all.next(), block = all.records()) {
                    block.and(outcomes.at(all.block()));
                    count += block.count();
                }
            }
            status.setValue(count);
        }
        found.values().removeIf(count -> count == 0);
        return found;
    }

    private static long open(Connection connection) throws SQLException {
        long open = 0;
        try (var permits = PostingIterator.of(connection, SearchFacet.VERDICT.term("permit"), 0, true);
                var decisions = PostingIterator.of(connection, SearchFacet.KIND.term("DECISION"), 0, true);
                var ended = PostingIterator.of(connection, SearchTerms.ENDED, 0, true)) {
            for (var block = permits.records(); block != null; permits.next(), block = permits.records()) {
                var kinds = decisions.at(permits.block());
                block.and(kinds);
                open += block.count();
                block.and(ended.at(permits.block()));
                open -= block.count();
            }
        }
        return open;
    }
}
