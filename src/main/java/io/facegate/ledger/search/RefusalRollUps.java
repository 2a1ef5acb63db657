package io.facegate.ledger.search;

import io.facegate.ledger.search.RollUpCell.Sums;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Roll-ups of the refusals of each organisation by rule, for the question who was refused by which rule. They are made
 * with those of {@link RollUps}. In place of the part without a value stand all refusals of the organisation.
 */
final class RefusalRollUps {
    static final String TABLE = "CREATE TABLE refusal (organisation TEXT, block INTEGER, counts BLOB NOT NULL,"
            + " PRIMARY KEY (organisation, block)) WITHOUT ROWID";

    static final String INDEX = "CREATE INDEX refusal_block ON refusal (block)";

    /** Marks a block that has them; its count is the number of organisations. */
    static final String MARKS = "CREATE TABLE refusals (block INTEGER PRIMARY KEY, organisations INTEGER NOT NULL)";

    private RefusalRollUps() {}

    /** The blocks that have them. */
    static Set<Long> blocks(Connection connection) throws SQLException {
        var blocks = new HashSet<Long>();
        try (var rolled = connection.prepareStatement("SELECT block FROM refusals");
                var rows = rolled.executeQuery()) {
            while (rows.next()) {
                blocks.add(rows.getLong(1));
            }
        }
        return blocks;
    }

    /** Sums those of an organisation over blocks. */
    static Sums sum(Connection connection, String organisation, RollUpCoverage blocks) throws SQLException {
        return RollUps.sum(
                connection,
                "SELECT block, " + RollUpCell.COLUMN + " FROM refusal WHERE organisation = ? AND block BETWEEN ? AND ?",
                organisation,
                blocks);
    }

    /** Makes those of a block again. */
    static void refresh(Connection connection, long block, DecisionMarks marks) throws SQLException {
        BinaryCells.run(connection, "DELETE FROM refusal WHERE block = ?", block);
        BinaryCells.run(connection, "DELETE FROM refusals WHERE block = ?", block);
        var made = make(connection, block, marks);
        if (made.values().stream().anyMatch(stored -> stored.length == 0)) {
            return;
        }
        try (var insert = connection.prepareStatement("INSERT INTO refusal VALUES (?,?,?)")) {
            for (var rolled : made.entrySet()) {
                insert.setString(1, rolled.getKey());
                insert.setLong(2, block);
                insert.setBytes(3, rolled.getValue());
                insert.executeUpdate();
            }
        }
        BinaryCells.run(connection, "INSERT INTO refusals VALUES (?,?)", block, made.size());
    }

    private static Map<String, byte[]> make(Connection connection, long block, DecisionMarks marks)
            throws SQLException {
        var refused = PostingLists.read(connection, SearchFacet.VERDICT.term("refuse"), block);
        refused.and(marks.decisions());
        if (refused.isEmpty()) {
            return Map.of();
        }
        var rules = rules(connection, block, refused);
        var made = new TreeMap<String, byte[]>();
        PostingLists.forEach(connection, SearchFacet.ORGANISATION, List.of(block), (organisation, _, records) -> {
            records.and(refused);
            if (!records.isEmpty()) {
                made.put(organisation, cell(records, rules, marks).encode());
            }
            return true;
        });
        return made;
    }

    private static RollUpCell cell(PostingBlock records, Map<Integer, List<String>> rules, DecisionMarks marks) {
        var cell = new RollUpCell();
        cell.put(marks.count(records));
        for (var places = records.places(true); places.hasNext(); ) {
            int place = places.next();
            for (var rule : rules.getOrDefault(place, List.of())) {
                cell.add(rule, marks.day(place), marks.marks(place));
            }
        }
        return cell;
    }

    /** The values of a rule of each refusal: the rule, and its pack. */
    private static Map<Integer, List<String>> rules(Connection connection, long block, PostingBlock refused)
            throws SQLException {
        var rules = new HashMap<Integer, List<String>>();
        PostingLists.forEach(connection, SearchFacet.RULE, List.of(block), (rule, _, records) -> {
            records.and(refused);
            for (var places = records.places(true); places.hasNext(); ) {
                rules.computeIfAbsent(places.next(), _ -> new ArrayList<>(2)).add(rule);
            }
            return true;
        });
        return rules;
    }

    static void prune(Connection connection, long floor) throws SQLException {
        for (var table : List.of("refusal", "refusals")) {
            BinaryCells.run(connection, "DELETE FROM " + table + " WHERE block <= ?", PostingBlock.number(floor));
        }
    }

    /** True if those of a block say what its lists of records say, or if it has none. */
    static boolean isRight(Connection connection, long block, DecisionMarks marks) throws SQLException {
        var organisations = BinaryCells.number(connection, "SELECT organisations FROM refusals WHERE block = ?", block);
        if (organisations == null) {
            return true;
        }
        var made = make(connection, block, marks);
        int stored = 0;
        try (var rolled = connection.prepareStatement(
                "SELECT organisation, " + RollUpCell.COLUMN + " FROM refusal WHERE block = ?")) {
            rolled.setLong(1, block);
            try (var rows = rolled.executeQuery()) {
                while (rows.next()) {
                    if (!Arrays.equals(made.get(rows.getString(1)), rows.getBytes(2))) {
                        return false;
                    }
                    stored++;
                }
            }
        }
        return stored == made.size() && organisations == stored;
    }
}
