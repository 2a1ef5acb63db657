package io.facegate.ledger.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Schema check of an SQLite file: only its own tables may exist. A trigger, a view or another index can lose or change
 * written data without an error.
 */
public final class SchemaCheck {
    private static final String ALL = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema"
            + " WHERE name NOT LIKE 'sqlite_autoindex_%'";

    private final Set<String> expected;

    private SchemaCheck(Set<String> expected) {
        this.expected = expected;
    }

    /** The schema that these statements create in an empty database. */
    public static SchemaCheck of(List<String> statements) {
        try (var empty = SqliteSettings.connect("jdbc:sqlite::memory:")) {
            for (var statement : statements) {
                SqliteSettings.run(empty, statement);
            }
            return new SchemaCheck(read(empty));
        } catch (SQLException never) {
            throw new IllegalStateException(never);
        }
    }

    private static Set<String> read(Connection connection) throws SQLException {
        var found = new TreeSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                found.add(rows.getString(1).replaceAll("\\s+", " ").strip());
            }
        }
        return found;
    }

    /**
     * Describes the first difference of a database's schema, or null; objects whose name begins with {@code allowed}
     * may exist.
     */
    public @Nullable String problem(Connection connection, @Nullable String allowed) throws SQLException {
        var found = read(connection);
        found.removeIf(one -> allowed != null && one.startsWith(allowed));
        for (var one : found) {
            if (!expected.contains(one)) {
                return "it has something that does not belong there, which can lose or change records: " + name(one);
            }
        }
        for (var one : expected) {
            if (!found.contains(one)) {
                return "it lacks the " + name(one);
            }
        }
        return null;
    }

    /**
     * Requires that a database has exactly this schema.
     *
     * @param file its name, for the message
     */
    public void demand(Connection connection, String file) throws SQLException {
        var problem = problem(connection, null);
        if (problem != null) {
            throw new SQLException(file + " was changed: " + problem);
        }
    }

    /** Type and name. */
    private static String name(String one) {
        var words = one.split(" ", 3);
        var name = words[1].replaceAll("[^A-Za-z0-9_.-]", "?");
        return words[0] + ' ' + name.substring(0, Math.min(name.length(), 64));
    }
}
