package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.IntIterator;

/**
 * What the decisions of a block are marked with: permitted, refused, failed, ended, of the sandbox. Decisions with the
 * same marks are counted together in a roll-up.
 */
final class DecisionMarks {
    static final int PERMITTED = 1;
    static final int REFUSED = 2;
    static final int FAILED = 4;
    static final int ENDED = 8;
    static final int SANDBOX = 16;

    /** The number of combinations. */
    static final int COMBINATIONS = 32;

    private static final Map<Integer, List<String>> TERMS = Map.of(
            PERMITTED,
            List.of(SearchFacet.VERDICT.term("permit")),
            REFUSED,
            List.of(SearchFacet.VERDICT.term("refuse")),
            FAILED,
            SearchTerms.FAULTS,
            ENDED,
            List.of(SearchTerms.ENDED),
            SANDBOX,
            List.of(SearchTerms.SANDBOX));

    private final PostingBlock decisions;
    private final BlockDays days;
    private final byte[] marks = new byte[PostingBlock.SIZE];

    private DecisionMarks(PostingBlock decisions, BlockDays days) {
        this.decisions = decisions;
        this.days = days;
    }

    /** The marks of a block's decisions, by the lists of records, and their days. */
    static DecisionMarks of(Connection connection, long block) throws SQLException {
        var found = new DecisionMarks(
                PostingLists.read(connection, SearchFacet.KIND.term("DECISION"), block),
                BlockDays.read(connection, block));
        for (var mark : TERMS.entrySet()) {
            for (var term : mark.getValue()) {
                found.set(mark.getKey(), PostingLists.read(connection, term, block));
            }
        }
        return found;
    }

    private void set(int mark, PostingBlock records) {
        for (var places = records.places(true); places.hasNext(); ) {
            marks[places.next()] |= (byte) mark;
        }
    }

    PostingBlock decisions() {
        return decisions;
    }

    /** The marks of the decision at a position. */
    int marks(int place) {
        return marks[place];
    }

    /** The day of the decision at a position, in days since 1970 in UTC. */
    long day(int place) {
        return days.day(place);
    }

    /** Counts decisions by day and by their marks. */
    Map<Long, int[]> count(PostingBlock of) {
        var counts = new TreeMap<Long, int[]>();
        long day = 0;
        int[] byMarks = new int[0];
        for (IntIterator places = of.places(true); places.hasNext(); ) {
            int place = places.next();
            if (byMarks.length == 0 || days.day(place) != day) {
                day = days.day(place);
                byMarks = counts.computeIfAbsent(day, _ -> new int[COMBINATIONS]);
            }
            byMarks[marks[place]]++;
        }
        return counts;
    }
}
