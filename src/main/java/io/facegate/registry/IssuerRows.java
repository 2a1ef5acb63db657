package io.facegate.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads and writes the table of accepted token issuers. */
public final class IssuerRows {
    /** Marker row: the issuers of this registry were initialized. No issuer has this name. */
    public static final String LOOKED_AT = "*";

    private IssuerRows() {}

    /** All issuers ever accepted, by name. */
    public static List<IssuerEntry> readAll(Connection connection) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new IssuerEntry(
                        row.getString("id"),
                        row.getString("digest"),
                        SqlStatements.toInstant(row.getLong("accepted")),
                        SqlStatements.readInstant(row, "removed")),
                "SELECT * FROM issuer WHERE id <> ? ORDER BY id",
                LOOKED_AT);
    }

    /** The issuer in a row that verified. */
    static IssuerEntry entry(RowColumns row) {
        return new IssuerEntry(
                row.text("id"),
                row.text("digest"),
                SqlStatements.toInstant(row.number("accepted")),
                row.instant("removed"));
    }

    /** True if a row holds the issuer that was written. */
    static boolean holds(RowColumns row, IssuerEntry written) {
        return row.text("digest").equals(written.digest())
                && row.isAt("accepted", written.accepted())
                && row.isAt("removed", written.removed());
    }

    /** The issuers in rows that verified, without the marker row. */
    static List<IssuerEntry> entries(List<RowColumns> rows) {
        return rows.stream()
                .filter(row -> !row.text("id").equals(LOOKED_AT))
                .map(IssuerRows::entry)
                .toList();
    }

    /** Digests of the currently accepted issuers, by name. */
    static Map<String, String> active(List<RowColumns> rows) {
        return entries(rows).stream()
                .filter(entry -> entry.removed() == null)
                .collect(Collectors.toMap(IssuerEntry::issuer, IssuerEntry::digest));
    }

    /** Inserts or replaces an issuer. */
    public static void write(Connection connection, IssuerEntry entry) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO issuer (id, digest, accepted, removed) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                        + " SET digest = excluded.digest, accepted = excluded.accepted, removed = excluded.removed",
                entry.issuer(),
                entry.digest(),
                entry.accepted().getEpochSecond(),
                SqlStatements.seconds(entry.removed()));
    }

    /** Marks the issuers as initialized. */
    public static void markInitialized(Connection connection, Instant now) throws SQLException {
        write(connection, new IssuerEntry(LOOKED_AT, "", now, null));
    }
}
