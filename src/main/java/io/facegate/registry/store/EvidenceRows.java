package io.facegate.registry.store;

import io.facegate.identity.Evidence;
import io.facegate.registry.EvidenceEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** How evidence stands in the tables. */
public final class EvidenceRows {
    private EvidenceRows() {}

    /** All entries ever registered, in the order they were. */
    public static List<EvidenceEntry> all(Connection connection) throws SQLException {
        var facts = Sql.facts(connection, "SELECT evidence, name, word FROM evidence_fact ORDER BY 1, 2, 3");
        return Sql.rows(
                connection,
                row -> new EvidenceEntry(
                        new Evidence(
                                row.getString("id"),
                                row.getString("organisation"),
                                row.getString("type"),
                                row.getString("matter"),
                                Sql.instant(row, "holds_from"),
                                Sql.instant(row, "holds_until"),
                                facts.getOrDefault(row.getString("id"), Map.of())),
                        Sql.moment(row.getLong("created")),
                        Sql.instant(row, "revoked")),
                "SELECT * FROM evidence ORDER BY created, id");
    }

    static List<Evidence> living(Connection connection, Sound sound) throws SQLException {
        return all(connection).stream()
                .filter(entry -> entry.revoked() == null
                        && sound.has(SealedTable.EVIDENCE, entry.evidence().id()))
                .map(EvidenceEntry::evidence)
                .toList();
    }

    /** Writes an entry over the one that has its id, or anew. */
    public static void write(Connection connection, EvidenceEntry entry) throws SQLException {
        var one = entry.evidence();
        Sql.run(
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
                one.matter(),
                Sql.seconds(one.from()),
                Sql.seconds(one.until()),
                entry.created().getEpochSecond(),
                Sql.seconds(entry.revoked()));
        Sql.run(connection, "DELETE FROM evidence_fact WHERE evidence = ?", one.id());
        Sql.insert(connection, "INSERT INTO evidence_fact VALUES (?, ?, ?)", one.id(), one.facts());
    }
}
