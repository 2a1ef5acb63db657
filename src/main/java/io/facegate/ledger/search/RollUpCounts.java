package io.facegate.ledger.search;

import io.facegate.ledger.search.RecordQuery.Period;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What roll-ups say of the decisions that match a query.
 *
 * @param rest the blocks that they say nothing of, which lists are to be read of; null if they say nothing at all
 * @param condition what a decision must be marked with
 * @param part the decisions that the values of a field are counted among, by marks: all, or those of an organisation
 */
record RollUpCounts(
        @Nullable Set<Long> rest,
        RollUpCondition condition,
        long[] part,
        Map<SearchFacet, Map<String, long[]>> values) {
    static final RollUpCounts NONE = new RollUpCounts(null, RollUpCondition.EVERYTHING, new long[0], Map.of());

    /** Reads roll-ups, those of one period once. */
    static final class Reader {
        private final Connection connection;
        private final Map<Extent, RollUpCoverage> extents = new HashMap<>();
        private final Map<Scope, RollUpCounts> read = new HashMap<>();
        private final Map<Part, RollUpCounts> parts = new HashMap<>();

        private record Extent(Period period, @Nullable Long beforeIndex) {}

        private record Part(Extent extent, String organisation) {}

        private record Scope(Extent extent, Set<SearchFacet> facets) {}

        Reader(Connection connection) {
            this.connection = connection;
        }

        /** The counts for a query by these fields; none if roll-ups cannot answer it. */
        RollUpCounts read(RecordQuery query, Set<SearchFacet> facets) throws SQLException {
            var organisation = query.value(SearchFacet.ORGANISATION);
            var condition = RollUpCondition.of(query.without(SearchFacet.ORGANISATION));
            if (condition == null || !condition.decisions()) {
                return NONE;
            }
            var extent = new Extent(query.period(), query.beforeIndex());
            if (organisation == null) {
                return RollUps.FACETS.containsAll(facets)
                        ? read(new Scope(extent, facets)).on(condition)
                        : NONE;
            }
            return OrganisationRollUps.FACETS.containsAll(facets)
                    ? ofOrganisation(new Part(extent, organisation)).on(condition)
                    : NONE;
        }

        private RollUpCoverage blocks(Extent extent) throws SQLException {
            var known = extents.get(extent);
            if (known == null) {
                known = RollUpCoverage.of(connection, extent.period, extent.beforeIndex);
                extents.put(extent, known);
            }
            return known;
        }

        private RollUpCounts read(Scope scope) throws SQLException {
            var known = read.get(scope);
            if (known != null) {
                return known;
            }
            var facets = new TreeSet<>(scope.facets);
            facets.add(SearchFacet.KIND);
            var blocks = blocks(scope.extent);
            for (var facet : facets) {
                blocks = blocks.among(RollUps.blocks(connection, facet));
            }
            var sums = new EnumMap<SearchFacet, Map<String, long[]>>(SearchFacet.class);
            for (var facet : facets) {
                sums.put(facet, RollUps.sum(connection, facet, blocks).values());
            }
            var all = new long[DecisionMarks.COMBINATIONS];
            for (var kind : Objects.requireNonNull(sums.get(SearchFacet.KIND)).values()) {
                for (int marks = 0; marks < all.length; marks++) {
                    all[marks] += kind[marks];
                }
            }
            var counts = new RollUpCounts(blocks.rest(), RollUpCondition.EVERYTHING, all, sums);
            read.put(scope, counts);
            return counts;
        }

        private RollUpCounts ofOrganisation(Part part) throws SQLException {
            var known = parts.get(part);
            if (known != null) {
                return known;
            }
            var blocks = blocks(part.extent).among(OrganisationRollUps.blocks(connection));
            var sums = OrganisationRollUps.sum(connection, part.organisation, blocks);
            var counts = new RollUpCounts(blocks.rest(), RollUpCondition.EVERYTHING, sums.all(), sums.values());
            parts.put(part, counts);
            return counts;
        }
    }

    private RollUpCounts on(RollUpCondition other) {
        return new RollUpCounts(rest, other, part, values);
    }

    /** How many decisions match. */
    long total() {
        return condition.sum(part);
    }

    /** How many permitted ones have no outcome. */
    long open() {
        return condition
                .with(DecisionMarks.PERMITTED)
                .without(DecisionMarks.ENDED)
                .sum(part);
    }

    /** Passes each value of a field with the number of its decisions that match, if there are any. */
    void forEach(SearchFacet facet, boolean withSandbox, BiConsumer<String, Long> visitor) {
        var counted = withSandbox ? condition : condition.without(DecisionMarks.SANDBOX);
        values.getOrDefault(facet, Map.of()).forEach((value, byMarks) -> {
            long count = counted.sum(byMarks);
            if (count > 0) {
                visitor.accept(value, count);
            }
        });
    }
}
