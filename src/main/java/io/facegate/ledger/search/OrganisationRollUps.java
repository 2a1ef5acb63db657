package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Roll-ups of the decisions of each organisation, for the overview of one and the question who was refused by which rule.
 * They are made with those of {@link RollUps}. Their values are index terms, such as {@code rule:…}. Instead of the
 * decisions without a value they hold all decisions of the organisation.
 */
final class OrganisationRollUps {
    static final String TABLE =
            "CREATE TABLE organisation_rollup (organisation TEXT, block INTEGER, counts BLOB NOT NULL,"
                    + " PRIMARY KEY (organisation, block)) WITHOUT ROWID";

    static final String INDEX = "CREATE INDEX organisation_rollup_block ON organisation_rollup (block)";

    /** The blocks that have these roll-ups, each with its number of organisations. */
    static final String MARKS =
            "CREATE TABLE organisations_rolled (block INTEGER PRIMARY KEY, organisations INTEGER NOT NULL)";

    /** The fields whose values are counted. */
    static final List<SearchFacet> FACETS = List.of(
            SearchFacet.RULE,
            SearchFacet.ORGANISATION,
            SearchFacet.PURPOSE,
            SearchFacet.CAPABILITY,
            SearchFacet.PROVIDER,
            SearchFacet.DAY);

    private static final List<String> TABLES = List.of("organisation_rollup", "organisations_rolled");

    private OrganisationRollUps() {}

    /** The decisions of an organisation, by marks, and those with each value of a field. */
    record Sums(long[] all, Map<SearchFacet, Map<String, long[]>> values) {}

    /** The blocks that have them. */
    static Set<Long> blocks(Connection connection) throws SQLException {
        var blocks = new HashSet<Long>();
        try (var rolled = connection.prepareStatement("SELECT block FROM organisations_rolled");
                var rows = rolled.executeQuery()) {
            while (rows.next()) {
                blocks.add(rows.getLong(1));
            }
        }
        return blocks;
    }

    /** Sums those of an organisation over blocks. */
    static Sums sum(Connection connection, String organisation, RollUpCoverage blocks) throws SQLException {
        var sums = RollUps.sum(
                connection,
                "SELECT block, " + RollUpCell.COLUMN
                        + " FROM organisation_rollup WHERE organisation = ? AND block BETWEEN ? AND ?",
                organisation,
                blocks);
        var values = new EnumMap<SearchFacet, Map<String, long[]>>(SearchFacet.class);
        sums.values().forEach((term, byMarks) -> {
            for (var facet : FACETS) {
                var prefix = facet.term("");
                if (term.startsWith(prefix)) {
                    values.computeIfAbsent(facet, _ -> new HashMap<>()).put(term.substring(prefix.length()), byMarks);
                }
            }
        });
        return new Sums(sums.part(), values);
    }

    /** Makes the roll-ups of a block again. If one is too large to store, the block has none. */
    static void refresh(Connection connection, long block, DecisionMarks marks) throws SQLException {
        forget(connection, block);
        var made = new int[1];
        try (var insert = connection.prepareStatement("INSERT INTO organisation_rollup VALUES (?,?,?)")) {
            boolean isWhole = cells(connection, block, marks).forEach((organisation, stored) -> {
                insert(insert, organisation, block, stored);
                made[0]++;
                return true;
            });
            if (isWhole) {
                BinaryCells.run(connection, "INSERT INTO organisations_rolled VALUES (?,?)", block, made[0]);
            } else {
                forget(connection, block);
            }
        }
    }

    private static OrganisationRollUpBuilder cells(Connection connection, long block, DecisionMarks marks)
            throws SQLException {
        return OrganisationRollUpBuilder.read(connection, block, marks, FACETS);
    }

    private static void insert(PreparedStatement insert, String organisation, long block, byte[] stored)
            throws SQLException {
        insert.setString(1, organisation);
        insert.setLong(2, block);
        insert.setBytes(3, stored);
        insert.executeUpdate();
    }

    /** Removes those of a block. */
    static void forget(Connection connection, long block) throws SQLException {
        for (var table : TABLES) {
            BinaryCells.run(connection, "DELETE FROM " + table + " WHERE block = ?", block);
        }
    }

    static void prune(Connection connection, long floor) throws SQLException {
        for (var table : TABLES) {
            BinaryCells.run(connection, "DELETE FROM " + table + " WHERE block <= ?", PostingBlock.number(floor));
        }
    }

    /** True if those of a block say what its lists of records say, or if it has none. */
    static boolean isRight(Connection connection, long block, DecisionMarks marks) throws SQLException {
        var marked =
                BinaryCells.number(connection, "SELECT organisations FROM organisations_rolled WHERE block = ?", block);
        if (marked == null) {
            return true;
        }
        var made = new long[1];
        boolean isSame = cells(connection, block, marks).forEach((organisation, cell) -> {
            made[0]++;
            return isStored(connection, organisation, block, cell);
        });
        var stored = BinaryCells.number(connection, "SELECT count(*) FROM organisation_rollup WHERE block = ?", block);
        return isSame && marked == made[0] && stored != null && stored == made[0];
    }

    private static boolean isStored(Connection connection, String organisation, long block, byte[] cell)
            throws SQLException {
        var stored = BinaryCells.readAll(
                connection,
                "SELECT " + RollUpCell.COLUMN + " FROM organisation_rollup WHERE organisation = ? AND block = ?",
                organisation,
                block);
        return stored.size() == 1 && Arrays.equals(stored.getFirst(), cell);
    }
}
