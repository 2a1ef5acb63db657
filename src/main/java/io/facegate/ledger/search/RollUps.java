package io.facegate.ledger.search;

import io.facegate.ledger.search.RollUpCell.Sums;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Roll-ups of whole blocks: how many decisions of each day have each value of a field, by their {@link DecisionMarks}.
 * They are made of the lists of records, and made again when a list of their block changes; who counts decisions over a
 * long time reads them instead of the lists.
 */
final class RollUps {
    static final String TABLE = "CREATE TABLE rollup (facet TEXT, block INTEGER, counts BLOB NOT NULL,"
            + " PRIMARY KEY (facet, block)) WITHOUT ROWID";

    /** The fields that are rolled up; of {@link SearchFacet#KIND} the decisions alone. */
    static final List<SearchFacet> FACETS = List.of(
            SearchFacet.KIND,
            SearchFacet.DAY,
            SearchFacet.RULE,
            SearchFacet.ORGANISATION,
            SearchFacet.PURPOSE,
            SearchFacet.CAPABILITY,
            SearchFacet.PROVIDER,
            SearchFacet.TYPE,
            SearchFacet.EXEMPTION,
            SearchFacet.STATUS,
            SearchFacet.CODE,
            SearchFacet.POLICIES);

    /** Blocks whose roll-ups are made with one step of records, so that a step stays short. */
    private static final int STEP = 4;

    private RollUps() {}

    /** Sums the roll-ups of a field over blocks. */
    static Sums sum(Connection connection, SearchFacet facet, RollUpCoverage blocks) throws SQLException {
        return sum(
                connection,
                "SELECT block, " + RollUpCell.COLUMN + " FROM rollup WHERE facet = ? AND block BETWEEN ? AND ?",
                facet.key(),
                blocks);
    }

    /**
     * Adds up the cells that a query finds.
     *
     * @param query selects block and cell; its parameters are the key, the first block and the last
     */
    static Sums sum(Connection connection, String query, String key, RollUpCoverage blocks) throws SQLException {
        var sums = new Sums();
        if (blocks.blocks().isEmpty()) {
            return sums;
        }
        try (var rolled = connection.prepareStatement(query)) {
            rolled.setString(1, key);
            rolled.setLong(2, Collections.min(blocks.blocks()));
            rolled.setLong(3, Collections.max(blocks.blocks()));
            try (var rows = rolled.executeQuery()) {
                while (rows.next()) {
                    long block = rows.getLong(1);
                    if (blocks.blocks().contains(block)) {
                        RollUpCell.add(rows.getBytes(2), day -> blocks.counts(block, day), sums);
                    }
                }
            }
        }
        return sums;
    }

    /** The blocks that have a roll-up of a field. */
    static Set<Long> blocks(Connection connection, SearchFacet facet) throws SQLException {
        var blocks = new HashSet<Long>();
        try (var rolled = connection.prepareStatement("SELECT block FROM rollup WHERE facet = ?")) {
            rolled.setString(1, facet.key());
            try (var rows = rolled.executeQuery()) {
                while (rows.next()) {
                    blocks.add(rows.getLong(1));
                }
            }
        }
        return blocks;
    }

    /** Makes the roll-ups of a block, as they are stored, of the lists of records. A field with too much has none. */
    private static Map<SearchFacet, byte[]> make(Connection connection, long block, DecisionMarks marks)
            throws SQLException {
        var made = new EnumMap<SearchFacet, byte[]>(SearchFacet.class);
        for (var facet : FACETS) {
            var cell = new RollUpCell();
            var without = new PostingBlock();
            without.or(marks.decisions());
            PostingLists.forEach(connection, facet, List.of(block), (value, _, records) -> {
                records.and(marks.decisions());
                without.without(records);
                cell.add(value, marks.count(records));
                return true;
            });
            cell.put(marks.count(without));
            var stored = cell.encode();
            if (stored.length > 0) {
                made.put(facet, stored);
            }
        }
        return made;
    }

    /** Forgets the roll-ups of blocks whose lists changed, and makes those that are missing, newest first, a few at a time. */
    static void refresh(Connection connection, Collection<Long> changed, long next) throws SQLException {
        for (long block : changed) {
            BinaryCells.run(connection, "DELETE FROM rollup WHERE block = ? AND facet IN " + names(), block);
            OrganisationRollUps.forget(connection, block);
        }
        for (long block : missing(connection, next)) {
            var marks = DecisionMarks.of(connection, block);
            for (var rolled : make(connection, block, marks).entrySet()) {
                BinaryCells.run(
                        connection,
                        "INSERT INTO rollup VALUES (?,?,?)",
                        rolled.getKey().key(),
                        block,
                        rolled.getValue());
            }
            OrganisationRollUps.refresh(connection, block, marks);
        }
    }

    private static String names() {
        return FACETS.stream().map(SearchFacet::key).collect(Collectors.joining("','", "('", "')"));
    }

    private static List<Long> missing(Connection connection, long next) throws SQLException {
        var missing = new ArrayList<Long>();
        try (var blocks = connection.prepareStatement("SELECT DISTINCT span / ?1 FROM span WHERE span < ?2"
                + " AND NOT EXISTS (SELECT 1 FROM rollup WHERE facet = ?3 AND block = span / ?1) ORDER BY 1 DESC"
                + " LIMIT " + STEP)) {
            blocks.setLong(1, PostingBlock.SIZE / TimeSpan.SIZE);
            blocks.setLong(2, TimeSpan.number(PostingBlock.number(next) << PostingBlock.SHIFT));
            blocks.setString(3, SearchFacet.KIND.key());
            try (var rows = blocks.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getLong(1));
                }
            }
        }
        return missing;
    }

    static void prune(Connection connection, long floor) throws SQLException {
        BinaryCells.run(connection, "DELETE FROM rollup WHERE block <= ?", PostingBlock.number(floor));
        OrganisationRollUps.prune(connection, floor);
    }

    /** True if the roll-ups of a block say what its lists of records say, as far as there are any. */
    static boolean isRight(Connection connection, long block) throws SQLException {
        var marks = DecisionMarks.of(connection, block);
        var made = make(connection, block, marks);
        try (var rolled = connection.prepareStatement(
                "SELECT facet, " + RollUpCell.COLUMN + " FROM rollup WHERE block = ? AND facet IN " + names())) {
            rolled.setLong(1, block);
            try (var rows = rolled.executeQuery()) {
                while (rows.next()) {
                    var facet = SearchFacet.valueOf(rows.getString(1).toUpperCase(Locale.ROOT));
                    if (!Arrays.equals(made.get(facet), rows.getBytes(2))) {
                        return false;
                    }
                }
            }
        }
        return OrganisationRollUps.isRight(connection, block, marks);
    }
}
