package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Builds the roll-ups of a block by organisation from its lists of records: all decisions, and those with each term of
 * the given fields.
 */
final class OrganisationRollUpBuilder {
    /** Terms of all decisions of a block; a block of a real log has about a million. */
    private static final int MOST_TERMS = 1 << 22;

    /** Enough terms for most decisions. */
    private static final int FIRST_SIZE = 12;

    private final Connection connection;
    private final long block;
    private final DecisionMarks marks;

    /** The terms of the decision at each position, and how many they are. */
    private final String[][] terms = new String[PostingBlock.SIZE][];

    private final int[] sizes = new int[PostingBlock.SIZE];
    private int size;

    /** Receives the roll-up of an organisation as it is stored; returns false to stop. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(String organisation, byte[] stored) throws SQLException;
    }

    private OrganisationRollUpBuilder(Connection connection, long block, DecisionMarks marks) {
        this.connection = connection;
        this.block = block;
        this.marks = marks;
    }

    /** Reads the lists of these fields. */
    static OrganisationRollUpBuilder read(
            Connection connection, long block, DecisionMarks marks, List<SearchFacet> facets) throws SQLException {
        var found = new OrganisationRollUpBuilder(connection, block, marks);
        for (var facet : facets) {
            PostingLists.forEach(connection, facet, List.of(block), (value, _, records) -> {
                found.add(facet.term(value), records);
                return found.size <= MOST_TERMS;
            });
        }
        return found;
    }

    private void add(String term, PostingBlock records) {
        records.and(marks.decisions());
        for (var places = records.places(true); places.hasNext(); ) {
            int place = places.next();
            if (++size > MOST_TERMS) {
                return;
            }
            var known = terms[place] == null ? new String[FIRST_SIZE] : terms[place];
            terms[place] = sizes[place] < known.length ? known : Arrays.copyOf(known, 2 * known.length);
            terms[place][sizes[place]++] = term;
        }
    }

    /**
     * Passes the roll-up of each organisation that has decisions, until {@code visitor} returns false.
     *
     * @return false if it stopped, or if there is too much to be stored
     */
    boolean forEach(Visitor visitor) throws SQLException {
        if (size > MOST_TERMS) {
            return false;
        }
        var whole = new boolean[] {true};
        PostingLists.forEach(connection, SearchFacet.ORGANISATION, List.of(block), (organisation, _, records) -> {
            records.and(marks.decisions());
            if (!records.isEmpty()) {
                var stored = cell(records).encode();
                whole[0] = stored.length > 0 && visitor.visit(organisation, stored);
            }
            return whole[0];
        });
        return whole[0];
    }

    private RollUpCell cell(PostingBlock records) {
        var cell = new RollUpCell();
        cell.put(marks.count(records));
        for (var places = records.places(true); places.hasNext(); ) {
            int place = places.next();
            for (int at = 0; at < sizes[place]; at++) {
                cell.add(terms[place][at], marks.day(place), marks.marks(place));
            }
        }
        return cell;
    }
}
