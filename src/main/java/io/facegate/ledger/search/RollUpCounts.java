package io.facegate.ledger.search;

import io.facegate.ledger.search.RecordQuery.Period;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What roll-ups say of the decisions of some blocks.
 *
 * @param blocks whole blocks within the period that was asked for, each with a roll-up of every field that was
 */
record RollUpCounts(Set<Long> blocks, Map<SearchFacet, RollUps.Sums> sums) {
    static final RollUpCounts NONE = new RollUpCounts(Set.of(), Map.of());

    /** Reads roll-ups, those of one period once. */
    static final class Reader {
        private final Connection connection;
        private final Map<Scope, RollUpCounts> read = new HashMap<>();

        private record Scope(Period period, @Nullable Long beforeIndex, Set<SearchFacet> facets) {}

        Reader(Connection connection) {
            this.connection = connection;
        }

        /** The counts for a query by these fields; none if roll-ups cannot answer it. */
        RollUpCounts read(RecordQuery query, Set<SearchFacet> facets) throws SQLException {
            var condition = RollUpCondition.of(query);
            if (condition == null || !condition.decisions() || !RollUps.FACETS.containsAll(facets)) {
                return NONE;
            }
            var scope = new Scope(query.period(), query.beforeIndex(), facets);
            var known = read.get(scope);
            if (known == null) {
                known = read(scope);
                read.put(scope, known);
            }
            return known;
        }

        private RollUpCounts read(Scope scope) throws SQLException {
            var facets = new TreeSet<>(scope.facets);
            facets.add(SearchFacet.KIND);
            var blocks = RollUpCondition.wholeBlocks(connection, scope.period, scope.beforeIndex);
            for (var facet : facets) {
                blocks.retainAll(RollUps.blocks(connection, facet));
            }
            var sums = new EnumMap<SearchFacet, RollUps.Sums>(SearchFacet.class);
            for (var facet : facets) {
                sums.put(facet, RollUps.sum(connection, facet, blocks));
            }
            return new RollUpCounts(blocks, sums);
        }
    }

    /** How many decisions meet a condition. */
    long total(RollUpCondition condition) {
        var kinds = sums.get(SearchFacet.KIND);
        return kinds == null
                ? 0
                : kinds.values().values().stream().mapToLong(condition::sum).sum();
    }

    /** Passes each value of a field with the number of its decisions that meet a condition, if there are any. */
    void forEach(SearchFacet facet, RollUpCondition condition, BiConsumer<String, Long> visitor) {
        var values = sums.get(facet);
        if (values != null) {
            values.values().forEach((value, byMarks) -> {
                long count = condition.sum(byMarks);
                if (count > 0) {
                    visitor.accept(value, count);
                }
            });
        }
    }
}
