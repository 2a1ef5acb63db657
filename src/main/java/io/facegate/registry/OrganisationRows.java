package io.facegate.registry;

import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the organisation tables. */
public final class OrganisationRows {
    private OrganisationRows() {}

    /** The organisation in a row that verified. */
    static Organisation of(RowColumns row) {
        return new Organisation(
                row.text("id"),
                row.text("name"),
                row.text("type"),
                row.texts(1, "jurisdiction"),
                new HashSet<>(row.texts(0, "purpose")),
                row.facts(2),
                row.number("suspended") != 0,
                row.optional("upstream_role"),
                row.texts(3, "resource").stream()
                        .map(OrganisationRows::resource)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** True if a row holds what was written. */
    static boolean holds(RowColumns row, Organisation written) {
        var found = of(row);
        return found.id().equals(written.id())
                && found.name().equals(written.name())
                && found.type().equals(written.type())
                && new HashSet<>(found.jurisdictions()).equals(new HashSet<>(written.jurisdictions()))
                && found.purposes().equals(written.purposes())
                && found.suspended() == written.suspended()
                && Objects.equals(found.upstreamRole(), written.upstreamRole())
                && found.resources().equals(written.resources())
                && RowColumns.isSame(found.facts(), written.facts());
    }

    private static RegisteredResource resource(String written) {
        return Objects.requireNonNull(RegisteredResource.parse(written), written);
    }

    /** Every organisation as it is stored, verified or not. */
    public static List<Organisation> readAll(Connection connection) throws SQLException {
        var purposes =
                SqlStatements.lists(connection, "SELECT organisation, purpose FROM organisation_purpose ORDER BY 1, 2");
        var places = SqlStatements.lists(
                connection, "SELECT organisation, jurisdiction FROM organisation_jurisdiction ORDER BY 1, 2");
        var facts = SqlStatements.facts(
                connection, "SELECT organisation, name, word FROM organisation_fact ORDER BY 1, 2, 3");
        var resources = SqlStatements.lists(
                connection, "SELECT organisation, resource FROM organisation_resource ORDER BY 1, 2");
        return SqlStatements.rows(
                connection,
                row -> new Organisation(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("type"),
                        places.getOrDefault(row.getString("id"), List.of()),
                        new HashSet<>(purposes.getOrDefault(row.getString("id"), List.of())),
                        facts.getOrDefault(row.getString("id"), Map.of()),
                        row.getInt("suspended") != 0,
                        row.getString("upstream_role"),
                        resources.getOrDefault(row.getString("id"), List.of()).stream()
                                .map(OrganisationRows::resource)
                                .collect(Collectors.toUnmodifiableSet())),
                "SELECT * FROM organisation ORDER BY id");
    }

    public static @Nullable Organisation find(Connection connection, String id) throws SQLException {
        return readAll(connection).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    public static void write(Connection connection, Organisation organisation) throws SQLException {
        var id = organisation.id();
        SqlStatements.run(
                connection,
                """
                INSERT INTO organisation (id, name, type, suspended, upstream_role) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type,
                  suspended = excluded.suspended, upstream_role = excluded.upstream_role\
                """,
                id,
                organisation.name(),
                organisation.type(),
                organisation.suspended() ? 1 : 0,
                organisation.upstreamRole());
        SqlStatements.run(connection, "DELETE FROM organisation_purpose WHERE organisation = ?", id);
        SqlStatements.run(connection, "DELETE FROM organisation_jurisdiction WHERE organisation = ?", id);
        SqlStatements.run(connection, "DELETE FROM organisation_fact WHERE organisation = ?", id);
        SqlStatements.run(connection, "DELETE FROM organisation_resource WHERE organisation = ?", id);
        for (var resource : organisation.resources()) {
            SqlStatements.run(connection, "INSERT INTO organisation_resource VALUES (?, ?)", id, resource.format());
        }
        for (var purpose : organisation.purposes()) {
            SqlStatements.run(connection, "INSERT INTO organisation_purpose VALUES (?, ?)", id, purpose);
        }
        for (var place : new HashSet<>(organisation.jurisdictions())) {
            SqlStatements.run(connection, "INSERT INTO organisation_jurisdiction VALUES (?, ?)", id, place);
        }
        SqlStatements.insert(connection, "INSERT INTO organisation_fact VALUES (?, ?, ?)", id, organisation.facts());
    }
}
