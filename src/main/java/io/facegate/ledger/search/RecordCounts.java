package io.facegate.ledger.search;

import io.facegate.ledger.store.Salts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
 * @param oldest the earliest time of a record, in milliseconds; null if there is none, or if times were not asked for
 * @param newest the latest, likewise
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
    /**
     * A query to count for.
     *
     * @param facets the fields whose values are counted apart
     * @param times whether the times of the first and the last record are looked up
     */
    public record Asked(RecordQuery query, Set<SearchFacet> facets, boolean times) {
        public Asked {
            facets = Set.copyOf(facets);
        }

        /** Without times. */
        public Asked(RecordQuery query, Set<SearchFacet> facets) {
            this(query, facets, false);
        }
    }

    /** A query among them that names a case, gallery or person; else one that names none. */
    public static RecordQuery personal(List<Asked> questions) {
        return questions.stream()
                .map(Asked::query)
                .filter(query -> !query.personal().isEmpty())
                .findFirst()
                .orElseGet(() -> RecordQuery.matchAll(0));
    }

    /** The fields that are counted unless others are asked for. */
    static final Set<SearchFacet> USUAL = Set.of(
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
     * Counts for each query the matching records.
     *
     * @param most how many lists of records are read for one field, at most
     */
    static List<RecordCounts> count(Connection connection, List<Asked> questions, Salts salts, long most)
            throws SQLException {
        var selections = new ArrayList<Selection>();
        var rolled = new RollUpCounts.Reader(connection);
        for (var asked : questions) {
            selections.add(Selection.of(connection, asked, salts, rolled.read(asked.query(), asked.facets())));
        }
        for (var facet : SearchFacet.values()) {
            countValues(
                    connection,
                    facet,
                    selections.stream()
                            .filter(one -> one.asked.facets().contains(facet)
                                    && !one.among(facet).isEmpty())
                            .toList(),
                    most);
        }
        long unverified = number(BinaryCells.number(connection, "SELECT count(*) FROM doubtful"));
        var counts = new ArrayList<RecordCounts>();
        for (var selection : selections) {
            counts.add(selection.counts(connection, unverified));
        }
        return counts;
    }

    /** Counts the records of each value, in one pass over their lists; includes the values above one, such as a pack. */
    private static void countValues(Connection connection, SearchFacet facet, List<Selection> selections, long most)
            throws SQLException {
        var blocks = new TreeSet<Long>();
        selections.forEach(one -> blocks.addAll(one.among(facet).keySet()));
        var read = new long[1];
        PostingLists.forEach(connection, facet, blocks, (value, block, records) -> {
            for (var selection : selections) {
                selection.add(facet, value, block, records);
            }
            read[0]++;
            return read[0] < most;
        });
        if (read[0] >= most) {
            selections.forEach(one -> one.partial.add(facet));
        }
    }

    private static long number(@Nullable Long counted) {
        return counted == null ? 0 : counted;
    }

    private static long total(TreeMap<Long, PostingBlock> blocks) {
        return blocks.values().stream().mapToLong(PostingBlock::count).sum();
    }

    /**
     * The records that match a query, by block, and the counts so far.
     *
     * @param rolled the counts of other blocks, by their roll-ups
     * @param calls the decisions among them; of the sandbox only if the query asks for it
     */
    private record Selection(
            Asked asked,
            RollUpCounts rolled,
            TreeMap<Long, PostingBlock> matched,
            TreeMap<Long, PostingBlock> calls,
            Map<SearchFacet, Map<String, Long>> by,
            Set<SearchFacet> partial) {
        static Selection of(Connection connection, Asked asked, Salts salts, RollUpCounts rolled) throws SQLException {
            var matched = new TreeMap<Long, PostingBlock>();
            new QueryRunner(connection, asked.query(), true).forEachBlock(salts, rolled.rest(), (block, found) -> {
                if (!found.isEmpty()) {
                    matched.put(block, found);
                }
                return true;
            });
            var calls = listed(connection, SearchFacet.KIND.term("DECISION"), matched);
            if (asked.query().value(SearchFacet.SANDBOX) == null) {
                listed(connection, SearchTerms.SANDBOX, calls)
                        .forEach((block, sandbox) ->
                                calls.getOrDefault(block, sandbox).without(sandbox));
            }
            var by = new TreeMap<SearchFacet, Map<String, Long>>();
            asked.facets().stream()
                    .filter(facet -> facet != SearchFacet.SANDBOX)
                    .forEach(facet -> by.put(facet, new TreeMap<>()));
            var selection = new Selection(asked, rolled, matched, calls, by, new TreeSet<>());
            for (var facet : asked.facets()) {
                boolean withSandbox =
                        OF_RECORDS.contains(facet) || asked.query().value(SearchFacet.SANDBOX) != null;
                rolled.forEach(facet, withSandbox, (value, count) -> selection.add(facet, value, count));
            }
            return selection;
        }

        private void add(SearchFacet facet, String value, long count) {
            by.computeIfAbsent(facet, _ -> new TreeMap<>()).merge(value, count, Long::sum);
        }

        TreeMap<Long, PostingBlock> among(SearchFacet facet) {
            return OF_RECORDS.contains(facet) ? matched : calls;
        }

        void add(SearchFacet facet, String value, long block, PostingBlock listed) {
            var records = among(facet).get(block);
            long count = records == null ? 0 : listed.countShared(records);
            if (count > 0) {
                add(facet, value, count);
            }
        }

        RecordCounts counts(Connection connection, long unverified) throws SQLException {
            return new RecordCounts(
                    by,
                    partial,
                    total(matched) + rolled.total(),
                    open(connection) + rolled.open(),
                    asked.times() ? time(connection, true) : null,
                    asked.times() ? time(connection, false) : null,
                    unverified);
        }

        private long open(Connection connection) throws SQLException {
            var permits = listed(
                    connection,
                    SearchFacet.VERDICT.term("permit"),
                    listed(connection, SearchFacet.KIND.term("DECISION"), matched));
            long all = total(permits);
            return all - total(listed(connection, SearchTerms.ENDED, permits));
        }

        /** Those of the records that are also listed under a term. */
        private static TreeMap<Long, PostingBlock> listed(
                Connection connection, String term, TreeMap<Long, PostingBlock> among) throws SQLException {
            var found = new TreeMap<Long, PostingBlock>();
            if (among.isEmpty()) {
                return found;
            }
            try (var list = PostingIterator.of(connection, term, among.firstKey(), true)) {
                for (var block = list.records();
                        block != null && list.block() <= among.lastKey();
                        list.next(), block = list.records()) {
                    var others = among.get(list.block());
                    if (others != null) {
                        block.and(others);
                        found.put(list.block(), block);
                    }
                }
            }
            return found;
        }

        /** The earliest or latest time: of all records, or of the first and last that match. */
        private @Nullable Long time(Connection connection, boolean earliest) throws SQLException {
            if (asked.query().isEverything()) {
                return BinaryCells.number(
                        connection, earliest ? "SELECT min(first) FROM span" : "SELECT max(last) FROM span");
            }
            var index = rolled.rest() == null ? edge(earliest) : edge(connection, earliest);
            return index == null
                    ? null
                    : BinaryCells.number(connection, "SELECT time FROM record WHERE idx = ?", index);
        }

        /** The first or last record that matches. */
        private @Nullable Long edge(boolean first) {
            if (matched.isEmpty()) {
                return null;
            }
            var block = first ? matched.firstEntry() : matched.lastEntry();
            return (block.getKey() << PostingBlock.SHIFT)
                    + block.getValue().places(first).next();
        }

        /** Same, of all blocks, rolled up or not. */
        private @Nullable Long edge(Connection connection, boolean first) throws SQLException {
            var found = new ArrayList<Long>(1);
            new QueryRunner(connection, asked.query(), first).forEachIndex(Salts.NONE, index -> !found.add(index));
            return found.isEmpty() ? null : found.getFirst();
        }
    }
}
