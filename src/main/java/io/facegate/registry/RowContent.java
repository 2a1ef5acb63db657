package io.facegate.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.CanonicalJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of a sealed row, as it is compared, proposed and written: texts and whole numbers by column, without
 * version and HMAC, and its child rows.
 */
record RowContent(SortedMap<String, Object> columns, SortedMap<String, Set<SortedMap<String, Object>>> children) {
    private static final String VERSION = "version";

    static RowContent of(SealedTable table, RowColumns row) {
        var children = new TreeMap<String, Set<SortedMap<String, Object>>>();
        for (int at = 0; at < table.children().size(); at++) {
            var below = new HashSet<SortedMap<String, Object>>();
            row.children().get(at).forEach(child -> below.add(columns(child)));
            children.put(table.children().get(at).table(), below);
        }
        return new RowContent(columns(row), children);
    }

    private static SortedMap<String, Object> columns(RowColumns row) {
        var columns = new TreeMap<String, Object>();
        row.byName().forEach((name, value) -> {
            if (value instanceof Number number) {
                columns.put(name, number.longValue());
            } else if (value instanceof String) {
                columns.put(name, value);
            } else {
                throw new IllegalArgumentException("The column " + name + " is neither a text nor a number.");
            }
        });
        columns.remove(VERSION);
        return columns;
    }

    /** The row as it is read. */
    RowColumns toRow(SealedTable table) {
        return new RowColumns(
                columns,
                table.children().stream()
                        .map(child -> below(child.table()).stream()
                                .map(row -> new RowColumns(row, List.of()))
                                .toList())
                        .toList());
    }

    /**
     * True if another row says the same.
     *
     * @param isNew whether the moments at which two new rows were made do not count
     */
    boolean isSameRow(RowContent other, boolean isNew) {
        return isNew ? undated().equals(other.undated()) : equals(other);
    }

    /** Without the moment at which the row was made, also where the row begins with it. */
    private RowContent undated() {
        var kept = new TreeMap<>(columns);
        kept.remove("added");
        var created = kept.remove("created");
        if (created != null) {
            kept.remove("holds_from", created);
        }
        return new RowContent(kept, children);
    }

    /** The value of a column, or null. */
    @Nullable
    Object value(String column) {
        return columns.get(column);
    }

    /** The rows of a child table. */
    Set<SortedMap<String, Object>> below(String table) {
        return children.getOrDefault(table, Set.of());
    }

    /** Columns, and the words of child rows, as texts for people. */
    Map<String, String> words() {
        var words = new TreeMap<String, String>();
        columns.forEach((name, value) -> words.put(name, value.toString()));
        children.forEach((table, rows) -> {
            int cut = table.indexOf('_');
            var below = rows.stream()
                    .map(row -> wordsOf(row, table.substring(0, cut)))
                    .sorted()
                    .toList();
            if (!below.isEmpty()) {
                words.put(table.substring(cut + 1), String.join(", ", below));
            }
        });
        return words;
    }

    /** The values of a child row without the one that names its parent. */
    private static String wordsOf(SortedMap<String, Object> row, String parent) {
        return row.entrySet().stream()
                .filter(each -> !each.getKey().equals(parent))
                .map(each -> each.getValue().toString())
                .collect(Collectors.joining("="));
    }

    /** As a JSON object of JSON objects; child rows are in the order of their canonical JSON. */
    SortedMap<String, Object> toJson() {
        var json = new TreeMap<String, Object>();
        json.put("columns", columns);
        var tables = new TreeMap<String, Object>();
        children.forEach((table, rows) -> tables.put(table, sorted(rows)));
        json.put("children", tables);
        return json;
    }

    private static List<Object> sorted(Collection<SortedMap<String, Object>> rows) {
        var byText = new TreeMap<String, Object>();
        rows.forEach(row -> byText.put(CanonicalJson.write(row), row));
        return List.copyOf(byText.values());
    }

    /** Reads what {@link #toJson} wrote. */
    static RowContent parse(JsonNode json) {
        var children = new TreeMap<String, Set<SortedMap<String, Object>>>();
        json.path("children").properties().forEach(table -> {
            var rows = new HashSet<SortedMap<String, Object>>();
            table.getValue().forEach(row -> rows.add(columns(row)));
            children.put(table.getKey(), rows);
        });
        return new RowContent(columns(json.path("columns")), children);
    }

    private static SortedMap<String, Object> columns(JsonNode json) {
        var columns = new TreeMap<String, Object>();
        json.properties()
                .forEach(each -> columns.put(
                        each.getKey(),
                        each.getValue().isIntegralNumber()
                                ? (Object) each.getValue().asLong()
                                : each.getValue().asText()));
        return columns;
    }

    /** Writes the row with its child rows; columns that it does not have become NULL. */
    void write(Connection connection, SealedTable table) throws SQLException {
        var mine = new TreeSet<>(names(connection, table.name()));
        mine.removeAll(Set.of(VERSION, SealedTable.MAC));
        requireColumns(mine, columns.keySet());
        var key = table.keys().stream()
                .map(name -> Objects.requireNonNull(value(name)))
                .toArray();
        boolean there =
                SqlStatements.number(connection, "SELECT count(*) FROM " + table.name() + table.whereClause(), key) > 0;
        if (there) {
            update(connection, table, mine, key);
        } else {
            insert(connection, table.name(), columns);
        }
        for (var child : table.children()) {
            var rows = below(child.table());
            SqlStatements.run(connection, "DELETE FROM " + child.table() + " WHERE " + child.parent() + " = ?", key[0]);
            for (var row : rows) {
                requireColumns(names(connection, child.table()), row.keySet());
                insert(connection, child.table(), row);
            }
        }
    }

    private void update(Connection connection, SealedTable table, Set<String> mine, @Nullable Object... key)
            throws SQLException {
        var set = new ArrayList<String>();
        var values = new ArrayList<@Nullable Object>();
        for (var column : mine) {
            if (!table.keys().contains(column)) {
                set.add('"' + column + "\" = ?");
                values.add(columns.get(column));
            }
        }
        Collections.addAll(values, key);
        SqlStatements.run(
                connection,
                "UPDATE " + table.name() + " SET " + String.join(", ", set) + table.whereClause(),
                values.toArray());
    }

    private static void insert(Connection connection, String table, Map<String, Object> row) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO " + table + " (\"" + String.join("\", \"", row.keySet()) + "\") VALUES ("
                        + String.join(", ", Collections.nCopies(row.size(), "?")) + ')',
                row.values().toArray());
    }

    private static void requireColumns(Collection<String> there, Collection<String> used) throws SQLException {
        if (!there.containsAll(used)) {
            throw new SQLException("the proposal names columns that the table does not have");
        }
    }

    private static List<String> names(Connection connection, String table) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.prepareStatement("SELECT * FROM " + table + " WHERE 1 = 0");
                var none = statement.executeQuery()) {
            for (int at = 1; at <= none.getMetaData().getColumnCount(); at++) {
                names.add(none.getMetaData().getColumnName(at));
            }
        }
        return names;
    }
}
