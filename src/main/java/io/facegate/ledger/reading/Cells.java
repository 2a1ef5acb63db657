package io.facegate.ledger.reading;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Small reads and writes of hashes and numbers. */
final class Cells {
    private Cells() {}

    /** Runs a statement whose first parameters are numbers and whose last is a hash. */
    static void put(Connection connection, String sql, byte[] hash, long... numbers) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, numbers);
            statement.setBytes(numbers.length + 1, hash);
            statement.executeUpdate();
        }
    }

    /** The first column of every row, as bytes. */
    static List<byte[]> all(Connection connection, String sql, long... numbers) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, numbers);
            var found = new ArrayList<byte[]>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getBytes(1));
                }
            }
            return found;
        }
    }

    /** The first column of every row, as numbers. */
    static List<Long> numbers(Connection connection, String sql, List<Object> values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            var found = new ArrayList<Long>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
            return found;
        }
    }

    private static void bind(PreparedStatement statement, long... numbers) throws SQLException {
        for (int i = 0; i < numbers.length; i++) {
            statement.setLong(i + 1, numbers[i]);
        }
    }
}
