package io.facegate.registry;

import io.facegate.identity.ExemptionGrant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Reads and writes the table of granted exemptions. */
final class ExemptionRows {
    private static final int PLACES = 0;

    private ExemptionRows() {}

    static ExemptionEntry entry(RowColumns row) {
        return new ExemptionEntry(
                new ExemptionGrant(
                        row.text("id"),
                        row.text("organisation"),
                        row.text("capability"),
                        row.text("purpose"),
                        row.texts(PLACES, "place"),
                        SqlStatements.toInstant(row.number("holds_from")),
                        SqlStatements.toInstant(row.number("holds_until")),
                        row.text("evidence"),
                        row.text("granted_by")),
                SqlStatements.toInstant(row.number("created")),
                row.instant("revoked"));
    }

    /** Every entry as stored, verified or not. */
    static List<ExemptionEntry> readAll(Connection connection) throws SQLException {
        return SealedTable.EXEMPTION.readAll(connection).stream()
                .map(row -> entry(RowColumns.of(row)))
                .sorted(Comparator.comparing(entry -> entry.grant().id()))
                .toList();
    }

    /** The grants of rows that verified, which were not revoked. */
    static List<ExemptionGrant> active(List<RowColumns> rows) {
        return rows.stream()
                .map(ExemptionRows::entry)
                .filter(entry -> entry.revoked() == null)
                .map(ExemptionEntry::grant)
                .toList();
    }

    static boolean holds(RowColumns row, ExemptionEntry written) {
        var found = entry(row).grant();
        var one = written.grant();
        return found.id().equals(one.id())
                && found.organisation().equals(one.organisation())
                && found.capability().equals(one.capability())
                && found.purpose().equals(one.purpose())
                && new HashSet<>(found.places()).equals(new HashSet<>(one.places()))
                && row.isAt("holds_from", one.from())
                && row.isAt("holds_until", one.until())
                && Objects.equals(found.evidence(), one.evidence())
                && found.grantedBy().equals(one.grantedBy())
                && row.isAt("created", written.created())
                && row.isAt("revoked", written.revoked());
    }

    static void insert(Connection connection, ExemptionEntry entry) throws SQLException {
        var one = entry.grant();
        SqlStatements.run(
                connection,
                """
                INSERT INTO exemption (id, organisation, capability, purpose, holds_from, holds_until, evidence,
                  granted_by, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                one.id(),
                one.organisation(),
                one.capability(),
                one.purpose(),
                one.from().getEpochSecond(),
                one.until().getEpochSecond(),
                one.evidence(),
                one.grantedBy(),
                entry.created().getEpochSecond());
        for (var place : new HashSet<>(one.places())) {
            SqlStatements.run(connection, "INSERT INTO exemption_place VALUES (?, ?)", one.id(), place);
        }
    }
}
