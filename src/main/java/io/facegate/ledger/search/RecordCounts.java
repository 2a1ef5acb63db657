package io.facegate.ledger.search;

import io.facegate.ledger.store.Salts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of the records that match a query. Kinds, days and {@link SearchFacet#SANDBOX} count all of them; every
 * other field counts decisions on calls, once each, and leaves those of the sandbox out unless the query asks for them.
 *
 * @param byFacet the number of records for each value of a few coded fields
 * @param partial fields with more values than were counted
 * @param total the number of matching records
 * @param open permits without an outcome
 * @param oldest the earliest time of a record, in milliseconds, or null if there is none
 * @param unverified records that do not verify: they are in every list, and in no count
 */
public record RecordCounts(
        Map<SearchFacet, Map<String, Long>> byFacet,
        Set<SearchFacet> partial,
        long total,
        long open,
        @Nullable Long oldest,
        @Nullable Long newest,
        long unverified) {
    /** A query to count for, and the fields whose values are counted apart. */
    public record Asked(RecordQuery query, Set<SearchFacet> facets) {
        public Asked {
            facets = Set.copyOf(facets);
        }
    }

    /** The fields that are counted unless others are asked for. */
    static final List<SearchFacet> USUAL = List.of(
            SearchFacet.KIND,
            SearchFacet.VERDICT,
            SearchFacet.STATUS,
            SearchFacet.ORGANISATION,
            SearchFacet.RULE,
            SearchFacet.DAY,
            SearchFacet.SANDBOX);

    private static final Set<SearchFacet> OF_RECORDS = Set.of(SearchFacet.KIND, SearchFacet.DAY, SearchFacet.SANDBOX);

    public RecordCounts {
        byFacet = Collections.unmodifiableMap(new TreeMap<>(byFacet));
        partial = Collections.unmodifiableSet(new TreeSet<>(partial));
    }

    /**
     * Counts the matching records.
     *
     * @param most how many lists of records are read for one field, at most
     */
    static RecordCounts count(
            Connection connection, RecordQuery query, Salts salts, Collection<SearchFacet> facets, long most)
            throws SQLException {
        var matched = new TreeMap<Long, PostingBlock>();
        new QueryRunner(connection, query, true).forEachBlock(salts, (block, found) -> {
            if (!found.isEmpty()) {
                matched.put(block, found);
            }
            return true;
        });
        var counting = new Counting(connection, matched, calls(connection, query, matched), most);
        var by = new TreeMap<SearchFacet, Map<String, Long>>();
        var partial = new TreeSet<SearchFacet>();
        for (var facet : facets) {
            var counted = counting.countByValue(facet, partial);
            if (facet != SearchFacet.SANDBOX || !counted.isEmpty()) {
                by.put(facet, counted);
            }
        }
        return new RecordCounts(
                by,
                partial,
                matched.values().stream().mapToLong(PostingBlock::count).sum(),
                open(connection, matched),
                counting.time(query, true),
                counting.time(query, false),
                number(BinaryCells.number(connection, "SELECT count(*) FROM doubtful")));
    }

    /** The matching decisions; of the sandbox only if the query asks for it. */
    private static TreeMap<Long, PostingBlock> calls(
            Connection connection, RecordQuery query, TreeMap<Long, PostingBlock> matched) throws SQLException {
        var calls = listed(connection, SearchFacet.KIND.term("DECISION"), matched);
        if (query.value(SearchFacet.SANDBOX) == null) {
            listed(connection, SearchTerms.SANDBOX, calls)
                    .forEach((block, sandbox) ->
                            calls.getOrDefault(block, sandbox).without(sandbox));
        }
        return calls;
    }

    /** Those of the records that are also listed under a term. */
    private static TreeMap<Long, PostingBlock> listed(
            Connection connection, String term, TreeMap<Long, PostingBlock> among) throws SQLException {
        var found = new TreeMap<Long, PostingBlock>();
        try (var list = PostingIterator.of(connection, term, 0, true)) {
            for (var block = list.records(); block != null; list.next(), block = list.records()) {
                var others = among.get(list.block());
                if (others != null) {
                    block.and(others);
                    found.put(list.block(), block);
                }
            }
        }
        return found;
    }

    private static long open(Connection connection, TreeMap<Long, PostingBlock> matched) throws SQLException {
        var permits = listed(
                connection,
                SearchFacet.VERDICT.term("permit"),
                listed(connection, SearchFacet.KIND.term("DECISION"), matched));
        long open = permits.values().stream().mapToLong(PostingBlock::count).sum();
        return open
                - listed(connection, SearchTerms.ENDED, permits).values().stream()
                        .mapToLong(PostingBlock::count)
                        .sum();
    }

    private static long number(@Nullable Long counted) {
        return counted == null ? 0 : counted;
    }

    /** The records to count, by block. */
    private record Counting(
            Connection connection, TreeMap<Long, PostingBlock> matched, TreeMap<Long, PostingBlock> calls, long most) {
        /** Counts records per value; includes the values above one, such as a rule's pack. */
        Map<String, Long> countByValue(SearchFacet facet, Set<SearchFacet> partial) throws SQLException {
            var found = new TreeMap<String, Long>();
            var among = OF_RECORDS.contains(facet) ? matched : calls;
            if (among.isEmpty()) {
                return found;
            }
            var prefix = facet.term("");
            try (var lists = connection.prepareStatement("SELECT term, block, " + PostingBlock.COLUMN
                    + " FROM posting WHERE term >= ? AND term < ? AND block BETWEEN ? AND ? ORDER BY term")) {
                lists.setString(1, prefix);
                lists.setString(2, facet.key() + ';');
                lists.setLong(3, among.firstKey());
                lists.setLong(4, among.lastKey());
                try (var rows = lists.executeQuery()) {
                    long read = 0;
                    for (; rows.next() && read < most; read++) {
                        var records = among.get(rows.getLong(2));
                        long count = records == null
                                ? 0
                                : PostingBlock.decode(rows.getBytes(3)).countShared(records);
                        if (count > 0) {
                            found.merge(rows.getString(1).substring(prefix.length()), count, Long::sum);
                        }
                    }
                    if (read == most) {
                        partial.add(facet);
                    }
                }
            }
            return found;
        }

        /** The earliest or latest time: of all records, or of the first and last that match. */
        @Nullable
        Long time(RecordQuery query, boolean earliest) throws SQLException {
            if (query.isEverything()) {
                return BinaryCells.number(
                        connection, earliest ? "SELECT min(first) FROM span" : "SELECT max(last) FROM span");
            }
            if (matched.isEmpty()) {
                return null;
            }
            var block = earliest ? matched.firstEntry() : matched.lastEntry();
            long index = (block.getKey() << PostingBlock.SHIFT)
                    + block.getValue().places(earliest).next();
            return BinaryCells.number(connection, "SELECT time FROM record WHERE idx = ?", index);
        }
    }
}
