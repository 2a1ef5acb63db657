package io.facegate.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs SQL statements with bound parameters only. */
final class SqlStatements {
    private SqlStatements() {}

    static int run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = prepare(connection, sql, values)) {
            int changed = statement.executeUpdate();
            if (changed == 0 && sql.startsWith("INSERT") && !sql.startsWith("INSERT OR IGNORE")) {
                throw new SQLException("the database did not take a row");
            }
            return changed;
        }
    }

    /** Runs one statement for each set of values, in batches. */
    static void runAll(Connection connection, String sql, List<? extends @Nullable Object[]> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(sql)) {
            for (var values : all) {
                for (int at = 0; at < values.length; at++) {
                    statement.setObject(at + 1, values[at]);
                }
                statement.addBatch();
            }
            for (int changed : statement.executeBatch()) {
                if (changed == 0 && sql.startsWith("INSERT")) {
                    throw new SQLException("the database did not take a row");
                }
            }
        }
    }

    static int number(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = prepare(connection, sql, values);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    static <T> List<T> rows(Connection connection, Row<T> reader, String sql, @Nullable Object... values)
            throws SQLException {
        var found = new ArrayList<T>();
        try (var statement = prepare(connection, sql, values);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        }
        return found;
    }

    /** Groups the second column's values by the first. */
    static Map<String, List<String>> lists(Connection connection, String sql) throws SQLException {
        var found = new HashMap<String, List<String>>();
        rows(
                connection,
                row -> found.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(row.getString(2)),
                sql);
        return found;
    }

    /** Groups facts by id: the second column is the name, the third the word. */
    static Map<String, Map<String, List<String>>> facts(Connection connection, String sql) throws SQLException {
        var found = new HashMap<String, Map<String, List<String>>>();
        rows(
                connection,
                row -> found.computeIfAbsent(row.getString(1), id -> new TreeMap<>())
                        .computeIfAbsent(row.getString(2), name -> new ArrayList<>())
                        .add(row.getString(3)),
                sql);
        return found;
    }

    /** Inserts the facts of one id: id, name, word. */
    static void insert(Connection connection, String sql, String id, Map<String, List<String>> facts)
            throws SQLException {
        for (var fact : facts.entrySet()) {
            for (var word : new HashSet<>(fact.getValue())) {
                run(connection, sql, id, fact.getKey(), word);
            }
        }
    }

    /** Converts epoch seconds; tolerates any number, since foreign rows may hold one. */
    static Instant toInstant(long seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
    }

    static @Nullable Instant readInstant(ResultSet row, String column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : toInstant(seconds);
    }

    static @Nullable Long seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int at = 0; at < values.length; at++) {
            statement.setObject(at + 1, values[at]);
        }
        return statement;
    }

    /** Maps one row. */
    @FunctionalInterface
    interface Row<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }
}
