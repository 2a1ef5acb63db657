package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
    private final byte[] marks = new byte[PostingBlock.SIZE];

    private DecisionMarks(PostingBlock decisions) {
        this.decisions = decisions;
    }

    /** The marks of a block's decisions, by the lists of records. */
    static DecisionMarks of(Connection connection, long block) throws SQLException {
        var found = new DecisionMarks(PostingLists.read(connection, SearchFacet.KIND.term("DECISION"), block));
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

    /** Counts decisions by their marks. */
    int[] count(PostingBlock of) {
        var counts = new int[COMBINATIONS];
        for (IntIterator places = of.places(true); places.hasNext(); ) {
            counts[marks[places.next()]]++;
        }
        return counts;
    }
}
