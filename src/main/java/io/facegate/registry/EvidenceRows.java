package io.facegate.registry;

import io.facegate.identity.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads and writes the evidence tables. */
public final class EvidenceRows {
    private EvidenceRows() {}

    /** All entries ever registered, in order of registration. */
    public static List<EvidenceEntry> readAll(Connection connection) throws SQLException {
        var facts = SqlStatements.facts(connection, "SELECT evidence, name, word FROM evidence_fact ORDER BY 1, 2, 3");
        return SqlStatements.rows(
                connection,
                row -> new EvidenceEntry(
                        new Evidence(
                                row.getString("id"),
                                row.getString("organisation"),
                                row.getString("type"),
                                row.getString("matter"),
                                SqlStatements.readInstant(row, "holds_from"),
                                SqlStatements.readInstant(row, "holds_until"),
                                facts.getOrDefault(row.getString("id"), Map.of())),
                        SqlStatements.toInstant(row.getLong("created")),
                        SqlStatements.readInstant(row, "revoked")),
                "SELECT * FROM evidence ORDER BY created, id");
    }

    /** The entry in a row that verified. */
    static EvidenceEntry entry(RowColumns row) {
        return new EvidenceEntry(
                new Evidence(
                        row.text("id"),
                        row.text("organisation"),
                        row.text("type"),
                        row.optional("matter"),
                        row.instant("holds_from"),
                        row.instant("holds_until"),
                        row.facts(0)),
                SqlStatements.toInstant(row.number("created")),
                row.instant("revoked"));
    }

    /** True if a row holds the entry that was written. */
    static boolean holds(RowColumns row, EvidenceEntry written) {
        var one = written.evidence();
        return row.text("organisation").equals(one.organisation())
                && row.text("type").equals(one.type())
                && Objects.equals(row.optional("matter"), one.caseId())
                && row.isAt("holds_from", one.from())
                && row.isAt("holds_until", one.until())
                && row.isAt("created", written.created())
                && row.isAt("revoked", written.revoked())
                && RowColumns.isSame(row.facts(0), one.facts());
    }

    /** The valid entries in rows that verified. */
    static List<Evidence> active(List<RowColumns> rows) {
        return rows.stream()
                .map(EvidenceRows::entry)
                .filter(entry -> entry.revoked() == null)
                .map(EvidenceEntry::evidence)
                .toList();
    }

    /** Inserts or replaces an entry. */
    public static void write(Connection connection, EvidenceEntry entry) throws SQLException {
        var one = entry.evidence();
        SqlStatements.run(
                connection,
                """
                INSERT INTO evidence (id, organisation, type, matter, holds_from, holds_until, created, revoked)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET type = excluded.type, matter = excluded.matter,
                  holds_from = excluded.holds_from, holds_until = excluded.holds_until, revoked = excluded.revoked\
                """,
                one.id(),
                one.organisation(),
                one.type(),
                one.caseId(),
                SqlStatements.seconds(one.from()),
                SqlStatements.seconds(one.until()),
                entry.created().getEpochSecond(),
                SqlStatements.seconds(entry.revoked()));
        SqlStatements.run(connection, "DELETE FROM evidence_fact WHERE evidence = ?", one.id());
        SqlStatements.insert(connection, "INSERT INTO evidence_fact VALUES (?, ?, ?)", one.id(), one.facts());
    }
}
