package io.facegate.ledger.search;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Roll-ups of whole blocks: how many decisions have each value of a field, by their {@link DecisionMarks}. They are made
 * of the lists of records, and made again when a list of their block changes; who counts decisions over a long time
 * reads them instead of the lists.
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

    private static final int MOST_BYTES = 1 << 22;
    private static final int LONGEST = 4096;
    private static final String COLUMN = "substr(counts, 1, " + (MOST_BYTES + 1) + ")";

    private RollUps() {}

    /**
     * What the roll-ups of some blocks say of a field.
     *
     * @param blocks the blocks that have one
     * @param values the number of decisions by value and by marks
     * @param without the number of decisions without any value, by marks
     */
    record Sums(Set<Long> blocks, Map<String, long[]> values, long[] without) {}

    /** Sums the roll-ups of a field over those of the blocks that have one. */
    static Sums sum(Connection connection, SearchFacet facet, Set<Long> blocks) throws SQLException {
        var sums = new Sums(new HashSet<>(), new HashMap<>(), new long[DecisionMarks.COMBINATIONS]);
        try (var rolled = connection.prepareStatement("SELECT block, " + COLUMN + " FROM rollup WHERE facet = ?")) {
            rolled.setString(1, facet.key());
            try (var rows = rolled.executeQuery()) {
                while (rows.next()) {
                    if (blocks.contains(rows.getLong(1))) {
                        sums.blocks.add(rows.getLong(1));
                        add(rows.getBytes(2), sums);
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

    private static void add(byte @Nullable [] stored, Sums to) throws SQLException {
        if (stored == null || stored.length > MOST_BYTES) {
            throw unreadable();
        }
        try {
            var from = ByteBuffer.wrap(stored);
            addCounts(from, to.without);
            while (from.hasRemaining()) {
                var value = new byte[from.getShort()];
                from.get(value);
                addCounts(
                        from,
                        to.values.computeIfAbsent(
                                new String(value, StandardCharsets.UTF_8), _ -> new long[DecisionMarks.COMBINATIONS]));
            }
        } catch (BufferUnderflowException | NegativeArraySizeException | ArrayIndexOutOfBoundsException broken) {
            throw unreadable();
        }
    }

    private static SQLException unreadable() {
        return new SQLException("The projection was changed: a roll-up cannot be read.");
    }

    private static void addCounts(ByteBuffer from, long[] to) {
        for (int left = from.get(); left > 0; left--) {
            to[from.get()] += from.getInt();
        }
    }

    /** Makes the roll-ups of a block, as they are stored, of the lists of records. A field with too much has none. */
    private static Map<SearchFacet, byte[]> make(Connection connection, long block) throws SQLException {
        var marks = DecisionMarks.of(connection, block);
        var made = new EnumMap<SearchFacet, byte[]>(SearchFacet.class);
        for (var facet : FACETS) {
            var without = new PostingBlock();
            without.or(marks.decisions());
            var values = new TreeMap<String, int[]>();
            PostingLists.forEach(connection, facet, List.of(block), (value, _, records) -> {
                records.and(marks.decisions());
                without.without(records);
                if (!records.isEmpty()) {
                    values.put(value, marks.count(records));
                }
                return true;
            });
            var stored = encode(marks.count(without), values);
            if (stored.length > 0) {
                made.put(facet, stored);
            }
        }
        return made;
    }

    private static byte[] encode(int[] without, Map<String, int[]> values) {
        var to = ByteBuffer.allocate(MOST_BYTES);
        put(without, to);
        for (var value : values.entrySet()) {
            var name = value.getKey().getBytes(StandardCharsets.UTF_8);
            if (name.length > LONGEST || to.remaining() < 2 * LONGEST) {
                return new byte[0];
            }
            to.putShort((short) name.length).put(name);
            put(value.getValue(), to);
        }
        return Arrays.copyOf(to.array(), to.position());
    }

    private static void put(int[] counts, ByteBuffer to) {
        to.put((byte) Arrays.stream(counts).filter(count -> count > 0).count());
        for (int marks = 0; marks < counts.length; marks++) {
            if (counts[marks] > 0) {
                to.put((byte) marks).putInt(counts[marks]);
            }
        }
    }

    /** Forgets the roll-ups of blocks whose lists changed, and makes those that are missing, newest first, a few at a time. */
    static void refresh(Connection connection, Collection<Long> changed, long next) throws SQLException {
        for (long block : changed) {
            BinaryCells.run(connection, "DELETE FROM rollup WHERE block = ? AND facet IN " + names(), block);
        }
        for (long block : missing(connection, next)) {
            for (var rolled : make(connection, block).entrySet()) {
                BinaryCells.run(
                        connection,
                        "INSERT INTO rollup VALUES (?,?,?)",
                        rolled.getKey().key(),
                        block,
                        rolled.getValue());
            }
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
    }

    /** True if the roll-ups of a block say what its lists of records say, as far as there are any. */
    static boolean isRight(Connection connection, long block) throws SQLException {
        var made = make(connection, block);
        try (var rolled = connection.prepareStatement(
                "SELECT facet, " + COLUMN + " FROM rollup WHERE block = ?" + " AND facet IN " + names())) {
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
        return true;
    }
}
