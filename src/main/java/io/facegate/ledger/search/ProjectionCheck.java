package io.facegate.ledger.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Check that the projection lists records correctly. Meant for consecutive records, since the lists it reads are
 * cached.
 */
public final class ProjectionCheck {
    /** Bytes of cached lists, about. */
    private static final int KEPT = 8 << 20;

    /** Bytes of a cached list beside its records, about. */
    private static final int OVERHEAD = 500;

    private final Connection search;
    private final Map<String, PostingBlock> lists = new HashMap<>();
    private int kept;

    ProjectionCheck(Connection search) {
        this.search = search;
    }

    /**
     * True if the record is listed under its ids, its time and each of its terms, and is not listed as a view or as of
     * the sandbox unless it is.
     */
    public boolean isListedCorrectly(long index, byte[] record) throws SQLException {
        var said = QueryMatcher.read(record);
        if (BinaryCells.number(search, "SELECT floor FROM progress WHERE floor > ?", index) != null) {
            return true;
        }
        return row(index, said) && hasWordTerms(index, said) && hasOutcomeTerms(said) && hasAppealTerm(said);
    }

    private boolean row(long index, JsonNode said) throws SQLException {
        try (var statement = search.prepareStatement("SELECT id, ref, time FROM record WHERE idx = ?")) {
            statement.setLong(1, index);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        && Arrays.equals(rows.getBytes(1), id(said, "id"))
                        && Arrays.equals(rows.getBytes(2), id(said, "decision_ref"))
                        && rows.getLong(3)
                                == SearchProjection.millis(said.path("time").asText())
                        && isWithinSpan(index, rows.getLong(3));
            }
        }
    }

    private static byte @Nullable [] id(JsonNode said, String field) {
        return SearchProjection.id(said.path(field).asText());
    }

    private boolean isWithinSpan(long index, long time) throws SQLException {
        return BinaryCells.number(
                        search,
                        "SELECT 1 FROM span WHERE span = ? AND first <= ? AND last >= ?",
                        TimeSpan.number(index),
                        time,
                        time)
                != null;
    }

    private boolean hasWordTerms(long index, JsonNode said) throws SQLException {
        var terms = SearchTerms.extract(said);
        for (var term : terms) {
            if (!isListed(term, index)) {
                return false;
            }
        }
        return isListedOnlyIfHeld(SearchTerms.VIEW, terms, index)
                && isListedOnlyIfHeld(SearchTerms.SANDBOX, terms, index);
    }

    /** Queries leave out what is listed under such a term, so nothing else may be. */
    private boolean isListedOnlyIfHeld(String term, Set<String> terms, long index) throws SQLException {
        return terms.contains(term) || !isListed(term, index);
    }

    /** Checks that a decision is also listed under its outcome's terms. */
    private boolean hasOutcomeTerms(JsonNode said) throws SQLException {
        var ref = id(said, "decision_ref");
        if (ref == null || !said.path("kind").asText().equals("OUTCOME")) {
            return true;
        }
        var decision = BinaryCells.number(search, "SELECT idx FROM record WHERE id = ?", (Object) ref);
        return decision == null
                || (isListed(SearchTerms.ENDED, decision)
                        && isListed(SearchFacet.STATUS.term(said.path("status").asText()), decision));
    }

    /** Checks that the decision that an appeal is about is listed under it. */
    private boolean hasAppealTerm(JsonNode said) throws SQLException {
        var term = SearchTerms.ofAppealed(said);
        var subject = term == null ? null : id(said, "subject");
        var decision = subject == null
                ? null
                : BinaryCells.number(search, "SELECT idx FROM record WHERE id = ?", (Object) subject);
        return term == null || decision == null || isListed(term, decision);
    }

    /** The records from one index to before another that are listed under steps of appeals, with these steps. */
    public SortedMap<Long, Set<String>> listedAsAppealed(long from, long until) throws SQLException {
        var found = new TreeMap<Long, Set<String>>();
        if (from >= until) {
            return found;
        }
        var blocks = LongStream.rangeClosed(PostingBlock.number(from), PostingBlock.number(until - 1))
                .boxed()
                .toList();
        PostingLists.forEach(search, SearchFacet.APPEAL, blocks, (step, block, records) -> {
            long first = block << PostingBlock.SHIFT;
            for (var places = records.places(true); places.hasNext(); ) {
                long index = first + places.next();
                if (from <= index && index < until) {
                    found.computeIfAbsent(index, _ -> new TreeSet<>()).add(step);
                }
            }
            return true;
        });
        return found;
    }

    private boolean isListed(String term, long index) throws SQLException {
        var key = PostingBlock.number(index) + " " + term;
        var records = lists.get(key);
        if (records == null) {
            records = PostingLists.read(search, term, PostingBlock.number(index));
            if (kept >= KEPT) {
                lists.clear();
                kept = 0;
            }
            lists.put(key, records);
            kept += OVERHEAD + records.bytes();
        }
        return records.holds(PostingBlock.place(index));
    }
}
