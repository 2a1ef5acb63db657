package io.facegate.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A table whose rows carry an HMAC. It covers all columns present; NULL columns are omitted, so that a later version
 * can add a column.
 *
 * @param keys primary key columns
 * @param children tables with child rows
 */
public record SealedTable(String name, List<String> keys, List<Child> children) {
    static final String MAC = "mac";

    /** Columns without HMAC: the HMAC itself, and held content, which AES-GCM binds to its row. */
    private static final Set<String> APART = Set.of(MAC, "sealed", "scores");

    public static final SealedTable ORGANISATION = new SealedTable(
            "organisation",
            List.of("id"),
            List.of(
                    new Child("organisation_purpose", "organisation", "purpose"),
                    new Child("organisation_jurisdiction", "organisation", "jurisdiction"),
                    new Child("organisation_fact", "organisation", "name, word"),
                    new Child("organisation_resource", "organisation", "resource")));
    public static final SealedTable ACCESS_KEY = new SealedTable(
            "access_key", List.of("id"), List.of(new Child("access_key_principal", "access_key", "position")));
    public static final SealedTable EVIDENCE =
            new SealedTable("evidence", List.of("id"), List.of(new Child("evidence_fact", "evidence", "name, word")));
    public static final SealedTable ISSUER = new SealedTable("issuer", List.of("id"), List.of());
    public static final SealedTable PERSON =
            new SealedTable("person", List.of("id"), List.of(new Child("person_role", "person", "role")));
    public static final SealedTable EXEMPTION =
            new SealedTable("exemption", List.of("id"), List.of(new Child("exemption_place", "exemption", "place")));
    public static final SealedTable STOP = new SealedTable("stop", List.of("id"), List.of());
    public static final SealedTable POLICIES = new SealedTable("policy_activation", List.of("id"), List.of());
    static final SealedTable SETTING = new SealedTable("registry_setting", List.of("id"), List.of());
    static final SealedTable PROPOSAL = new SealedTable("proposal", List.of("id"), List.of());
    public static final SealedTable REVIEWER = new SealedTable("reviewer", List.of("organisation", "id"), List.of());
    static final SealedTable HELD =
            new SealedTable("held", List.of("id"), List.of(new Child("approval", "held", "reviewer")));
    static final SealedTable BEGUN = new SealedTable("begun", List.of("matter"), List.of());
    /** Keys of the commitments to requests and cases; {@code sealed} is bound to the row by AES-GCM. */
    static final SealedTable HELD_KEY = new SealedTable("held_key", List.of("id"), List.of());

    /** Records whose salts were erased: none of them may come back. */
    static final SealedTable SALT_ERASED = new SealedTable("salt_erased", List.of("record"), List.of());

    static final SealedTable HANDLE = new SealedTable("handle", List.of("provider", "kind", "id"), List.of());

    /** A table of child rows, sorted by {@code order}. */
    public record Child(String table, String parent, String order) {}

    /**
     * False in a shared database whose owner has not migrated it since this table came: it then has no rows. If somebody
     * removed the table, its rows are listed and missing.
     */
    boolean isPresent(Connection connection) throws SQLException {
        return !(this.equals(POLICIES) || this.equals(SALT_ERASED))
                || !connection.isWrapperFor(PGConnection.class)
                || SqlStatements.number(connection, "SELECT 1 WHERE to_regclass('" + name + "') IS NOT NULL") == 1;
    }

    /** All rows. */
    List<SealedRow> readAll(Connection connection) throws SQLException {
        return read(connection, "");
    }

    /** Returns the row with that key, or null. */
    @Nullable
    SealedRow find(Connection connection, Object... key) throws SQLException {
        var found = read(connection, whereClause(), key);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Stores the HMAC of a row. */
    void seal(Connection connection, byte[] mac, Object... key) throws SQLException {
        var values = new ArrayList<Object>(List.of(mac));
        values.addAll(List.of(key));
        SqlStatements.run(connection, "UPDATE " + name + " SET mac = ?" + whereClause(), values.toArray());
    }

    /** Stores the version of a row. */
    void number(Connection connection, long version, Object... key) throws SQLException {
        var values = new ArrayList<Object>(List.of(version));
        values.addAll(List.of(key));
        SqlStatements.run(connection, "UPDATE " + name + " SET version = ?" + whereClause(), values.toArray());
    }

    /** Deletes a row. */
    void delete(Connection connection, Object... key) throws SQLException {
        SqlStatements.run(connection, "DELETE FROM " + name + whereClause(), key);
    }

    /** Keys of all rows. */
    List<Object[]> keys(Connection connection) throws SQLException {
        return !isPresent(connection)
                ? List.of()
                : SqlStatements.rows(connection, this::keys, "SELECT " + String.join(", ", keys) + " FROM " + name);
    }

    String whereClause() {
        return keys.stream().map(key -> key + " = ?").collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    /** Name of the row with that key, such as {@code organisation/hope}. */
    public String ref(Object... key) {
        return name + '/' + java.util.Arrays.stream(key).map(String::valueOf).collect(Collectors.joining("/"));
    }

    private List<SealedRow> read(Connection connection, String where, Object... key) throws SQLException {
        if (!isPresent(connection)) {
            return List.of();
        }
        var below = new ArrayList<Map<Object, List<Object>>>();
        for (var child : children) {
            below.add(children(connection, child, where, key));
        }
        var columns = new Columns();
        return SqlStatements.rows(
                connection,
                row -> {
                    var values = columns.values(row);
                    var id = row.getObject(keys.getFirst());
                    below.forEach(each -> values.add(each.getOrDefault(id, List.of())));
                    var own = keys(row);
                    return new SealedRow(ref(own), values, row.getBytes(MAC), List.of(own));
                },
                "SELECT " + columns() + " FROM " + name + where,
                key);
    }

    /** Held content is not read for its row: it is large. */
    private String columns() {
        return name.equals("held") ? HeldResponseRows.COLUMNS : "*";
    }

    private static Map<Object, List<Object>> children(Connection connection, Child child, String where, Object... key)
            throws SQLException {
        var found = new HashMap<Object, List<Object>>();
        var columns = new Columns();
        SqlStatements.rows(
                connection,
                row -> found.computeIfAbsent(row.getObject(child.parent), none -> new ArrayList<>())
                        .add(columns.values(row)),
                "SELECT * FROM " + child.table + (where.isEmpty() ? "" : " WHERE " + child.parent + " = ?")
                        + " ORDER BY " + child.parent + ", " + child.order,
                key);
        return found;
    }

    private Object[] keys(ResultSet row) throws SQLException {
        var found = new Object[keys.size()];
        for (int at = 0; at < found.length; at++) {
            found[at] = row.getObject(keys.get(at));
        }
        return found;
    }

    /** Columns of one query result; their names are read once. */
    private static final class Columns {
        private final List<String> names = new ArrayList<>();

        /** Names and values, except NULLs, the HMAC, and encrypted content bound to the row's id. */
        List<Object> values(ResultSet row) throws SQLException {
            if (names.isEmpty()) {
                var all = row.getMetaData();
                for (int at = 1; at <= all.getColumnCount(); at++) {
                    names.add(all.getColumnName(at));
                }
            }
            var values = new ArrayList<Object>(2 * names.size());
            for (int at = 0; at < names.size(); at++) {
                var value = APART.contains(names.get(at)) ? null : row.getObject(at + 1);
                if (value != null) {
                    values.add(names.get(at));
                    values.add(value);
                }
            }
            return values;
        }
    }
}
