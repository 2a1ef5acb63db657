package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** SQL helpers for small reads and writes. */
final class BinaryCells {
    private BinaryCells() {}

    /** Runs a statement with parameters. */
    static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.executeUpdate();
        }
    }

    /** The first column of every row, as bytes. */
    static List<byte[]> readAll(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            var found = new ArrayList<byte[]>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getBytes(1));
                }
            }
            return found;
        }
    }

    /** The number in the first column of the first row, or null if there is none. */
    static @Nullable Long number(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                long number = rows.getLong(1);
                return rows.wasNull() ? null : number;
            }
        }
    }

    /** The numbers that one cell lists, between commas. */
    static IntStream numbers(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (var rows = statement.executeQuery()) {
                var listed = rows.next() ? rows.getString(1) : null;
                return listed == null ? IntStream.empty() : parsed(listed);
            }
        }
    }

    private static IntStream parsed(String listed) {
        var numbers = IntStream.builder();
        int number = 0;
        for (int at = 0; at < listed.length(); at++) {
            char digit = listed.charAt(at);
            if (digit == ',') {
                numbers.add(number);
                number = 0;
            } else {
                number = number * 10 + digit - '0';
            }
        }
        return numbers.add(number).build();
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
