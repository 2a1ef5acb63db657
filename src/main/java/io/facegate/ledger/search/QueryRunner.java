package io.facegate.ledger.search;

import io.facegate.ledger.store.Salts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Query execution: walks the posting lists of all conditions in parallel, block by block. The cost depends on the size
 * of the ledger, never on the query.
 */
final class QueryRunner {
    private final Connection connection;
    private final RecordQuery query;
    private final boolean up;
    /** Spans that are partly within the period. */
    private final NavigableSet<Long> cut = new TreeSet<>();

    private long from;

    QueryRunner(Connection connection, RecordQuery query, boolean up) {
        this.connection = connection;
        this.query = query;
        this.up = up;
        this.from = up ? 0 : PostingBlock.number(query.beforeIndex() == null ? Long.MAX_VALUE : query.beforeIndex());
    }

    /** Receives the matching records of a block; returns false to stop. */
    @FunctionalInterface
    interface BlockVisitor {
        boolean visit(long block, PostingBlock found) throws SQLException;
    }

    /** Passes the indexes of matching records in order, until {@code visitor} returns false. */
    void forEachIndex(Salts salts, LongPredicate visitor) throws SQLException {
        forEachBlock(salts, (block, found) -> {
            long first = block << PostingBlock.SHIFT;
            for (var places = found.places(up); places.hasNext(); ) {
                if (!visitor.test(first + places.next())) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Passes the matching records, one block after the other, until {@code visitor} returns false. */
    void forEachBlock(Salts salts, BlockVisitor visitor) throws SQLException {
        forEachBlock(salts, null, visitor);
    }

    /**
     * Same, of some blocks.
     *
     * @param only the blocks whose lists are read; null for all
     */
    void forEachBlock(Salts salts, @Nullable Set<Long> only, BlockVisitor visitor) throws SQLException {
        if (only != null && only.isEmpty()) {
            return;
        }
        var runs = new ArrayList<PostingIterator>();
        try {
            boolean more = seekStart(only, runs);
            conditions(salts, runs);
            while (more && alignIterators(runs)) {
                long block = runs.getFirst().block();
                more = visitor.visit(block, intersect(runs));
                for (var run : runs) {
                    run.next();
                }
            }
        } finally {
            for (var run : runs) {
                run.close();
            }
        }
    }

    /** Starts at the first block with records of the period; returns false if there is none. */
    private boolean seekStart(@Nullable Set<Long> only, List<PostingIterator> runs) throws SQLException {
        if (query.period().isUnbounded() && only == null) {
            return true;
        }
        var touched = new TreeMap<Long, PostingBlock>();
        try (var spans = connection.prepareStatement("SELECT span, first, last FROM span WHERE span BETWEEN ? AND ?")) {
            var blocks = only == null ? List.of(0L, PostingBlock.number(Long.MAX_VALUE)) : new TreeSet<>(only);
            spans.setLong(1, TimeSpan.number(blocks.getFirst() << PostingBlock.SHIFT));
            spans.setLong(2, TimeSpan.number((blocks.getLast() << PostingBlock.SHIFT) + PostingBlock.SIZE - 1));
            try (var rows = spans.executeQuery()) {
                while (rows.next()) {
                    if (only == null || only.contains(PostingBlock.number(TimeSpan.first(rows.getLong(1))))) {
                        touch(rows.getLong(1), new TimeSpan(rows.getLong(2), rows.getLong(3)), touched);
                    }
                }
            }
        }
        if (!touched.isEmpty()) {
            from = up ? Math.max(from, touched.firstKey()) : Math.min(from, touched.lastKey());
        }
        runs.add(PostingIterator.of(touched, from, up));
        return !touched.isEmpty();
    }

    private void touch(long number, TimeSpan span, Map<Long, PostingBlock> touched) {
        var period = query.period();
        if (period.excludes(span.earliest(), span.latest())) {
            return;
        }
        long first = TimeSpan.first(number);
        touched.computeIfAbsent(PostingBlock.number(first), _ -> new PostingBlock())
                .add(PostingBlock.place(first), TimeSpan.SIZE);
        if (!period.contains(span.earliest()) || !period.contains(span.latest())) {
            cut.add(number);
        }
    }

    private void conditions(Salts salts, List<PostingIterator> runs) throws SQLException {
        runs.add(PostingIterator.of(connection, SearchTerms.ALL, from, up));
        for (var coded : query.coded().entrySet()) {
            if (query.isAnyFault() && coded.getKey() == SearchFacet.STATUS) {
                runs.add(PostingIterator.of(union(SearchTerms.FAULTS), from, up));
            } else if (!query.isWithoutSandbox() || coded.getKey() != SearchFacet.SANDBOX) {
                runs.add(PostingIterator.of(connection, coded.getKey().term(coded.getValue()), from, up));
            }
        }
        for (var personal : query.personal().entrySet()) {
            var indexes = new ArrayList<Long>();
            for (var id : salts.records(personal.getKey(), personal.getValue())) {
                add(indexes, "SELECT idx FROM record WHERE id = ?", id);
            }
            runs.add(PostingIterator.of(indexes, from, up));
        }
        for (var word : query.words()) {
            word(word, runs);
        }
    }

    /**
     * Adds the lists of a word: an id finds its record and the one that refers to it, other text the records with its
     * parts, those whose id begins with it, and those of the organisations that it names.
     */
    private void word(RecordQuery.Word word, List<PostingIterator> runs) throws SQLException {
        var text = word.text();
        var prefix = IdPrefix.parse(text);
        if (SearchProjection.id(text) != null) {
            var indexes = new ArrayList<Long>();
            add(indexes, "SELECT idx FROM record WHERE id = ?", text);
            add(indexes, "SELECT idx FROM record WHERE ref = ?", text);
            runs.add(PostingIterator.of(indexes, from, up));
        } else if (prefix == null && word.organisations().isEmpty() && !word.ownId()) {
            for (var term : SearchTerms.fromText(text)) {
                runs.add(PostingIterator.of(connection, term, from, up));
            }
        } else {
            runs.add(PostingIterator.of(anyMeaning(word, prefix), from, up));
        }
    }

    private NavigableMap<Long, PostingBlock> anyMeaning(RecordQuery.Word word, @Nullable IdPrefix prefix)
            throws SQLException {
        var found = union(word.organisations().stream()
                .map(SearchFacet.ORGANISATION::term)
                .toList());
        if (prefix != null) {
            for (var column : word.ownId() ? List.of("id") : List.of("id", "ref")) {
                addRange(found, "SELECT idx FROM record WHERE " + column + " BETWEEN ? AND ?", prefix);
            }
        }
        NavigableMap<Long, PostingBlock> all = null;
        for (var term : word.ownId() ? Set.<String>of() : SearchTerms.fromText(word.text())) {
            var listed = union(List.of(term));
            if (all == null) {
                all = listed;
            } else {
                all.forEach((block, records) -> records.and(listed.getOrDefault(block, new PostingBlock())));
            }
        }
        if (all != null) {
            all.forEach((block, records) ->
                    found.computeIfAbsent(block, _ -> new PostingBlock()).or(records));
        }
        return found;
    }

    /** The records that are listed under any of these terms. */
    private NavigableMap<Long, PostingBlock> union(List<String> terms) throws SQLException {
        var found = new TreeMap<Long, PostingBlock>();
        for (var term : terms) {
            try (var listed = PostingIterator.of(connection, term, 0, true)) {
                for (var block = listed.records(); block != null; listed.next(), block = listed.records()) {
                    found.computeIfAbsent(listed.block(), _ -> new PostingBlock())
                            .or(block);
                }
            }
        }
        return found;
    }

    private void addRange(Map<Long, PostingBlock> to, String sql, IdPrefix prefix) throws SQLException {
        try (var records = connection.prepareStatement(sql)) {
            records.setBytes(1, prefix.first());
            records.setBytes(2, prefix.last());
            try (var rows = records.executeQuery()) {
                while (rows.next()) {
                    to.computeIfAbsent(PostingBlock.number(rows.getLong(1)), _ -> new PostingBlock())
                            .add(PostingBlock.place(rows.getLong(1)));
                }
            }
        }
    }

    private void add(List<Long> to, String sql, String id) throws SQLException {
        var bytes = SearchProjection.id(id);
        var index = bytes == null ? null : BinaryCells.number(connection, sql, (Object) bytes);
        if (index != null) {
            to.add(index);
        }
    }

    /** Advances every list to the next block that all have; returns false if there is none. */
    private boolean alignIterators(List<PostingIterator> runs) throws SQLException {
        PostingIterator farthest = runs.getFirst();
        int same = 0;
        while (same < runs.size()) {
            same = 0;
            for (var run : runs) {
                while (!run.isEnded() && precedes(run.block(), farthest.block())) {
                    run.next();
                }
                if (run.isEnded()) {
                    return false;
                }
                same += run.block() == farthest.block() ? 1 : 0;
                farthest = precedes(farthest.block(), run.block()) ? run : farthest;
            }
        }
        return true;
    }

    private boolean precedes(long left, long right) {
        return up ? left < right : left > right;
    }

    private PostingBlock intersect(List<PostingIterator> runs) throws SQLException {
        long block = runs.getFirst().block();
        var found = PostingBlock.full();
        for (var run : runs) {
            var records = run.records();
            found.and(records == null ? new PostingBlock() : records);
        }
        long first = block << PostingBlock.SHIFT;
        if (query.beforeIndex() != null && query.beforeIndex() < first + PostingBlock.SIZE) {
            found.retainRange(0, query.beforeIndex() - first);
        }
        if (!found.isEmpty()) {
            filterByPeriod(first, found);
            if (!query.views()) {
                removeListed(SearchTerms.VIEW, first, found);
            }
            if (query.isWithoutSandbox()) {
                removeListed(SearchTerms.SANDBOX, first, found);
            }
        }
        return found;
    }

    private void removeListed(String term, long first, PostingBlock found) throws SQLException {
        found.without(PostingLists.read(connection, term, PostingBlock.number(first)));
    }

    /** Removes the records outside the period where it starts or ends within a span. */
    private void filterByPeriod(long first, PostingBlock found) throws SQLException {
        for (long span : cut.tailSet(TimeSpan.number(first))) {
            if (TimeSpan.first(span) - first >= PostingBlock.SIZE) {
                return;
            }
            if (found.meets(PostingBlock.place(TimeSpan.first(span)), TimeSpan.SIZE)) {
                found.without(outside(span));
            }
        }
    }

    /** A span's records outside the period. Their numbers come in one cell: a row for each costs more than finding it. */
    private PostingBlock outside(long span) throws SQLException {
        long first = TimeSpan.first(span);
        var inside = BinaryCells.numbers(
                connection,
                "SELECT group_concat(idx - ?1) FROM record WHERE idx >= ?1 AND idx < ?2 AND time >= ?3 AND time < ?4",
                first,
                TimeSpan.first(span + 1),
                query.period().first(),
                query.period().end());
        var outside = new PostingBlock();
        outside.add(PostingBlock.place(first), TimeSpan.SIZE);
        inside.forEach(number -> outside.remove(PostingBlock.place(first + number)));
        return outside;
    }
}
