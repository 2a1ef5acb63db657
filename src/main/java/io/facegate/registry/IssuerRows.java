package io.facegate.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How accepted token issuers stand in the table. */
public final class IssuerRows {
    /** The row that says that the issuers of this registry were looked at once; no issuer is called so. */
    public static final String LOOKED_AT = "*";

    private IssuerRows() {}

    /** Whether the issuers were looked at once, so that later ones need a person. */
    public static boolean lookedAt(Connection connection) throws SQLException {
        return SqlStatements.number(connection, "SELECT count(*) FROM issuer WHERE id = ?", LOOKED_AT) > 0;
    }

    /** All that ever were accepted, by name. */
    public static List<IssuerEntry> all(Connection connection) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new IssuerEntry(
                        row.getString("id"),
                        row.getString("digest"),
                        SqlStatements.moment(row.getLong("accepted")),
                        SqlStatements.instant(row, "removed")),
                "SELECT * FROM issuer WHERE id <> ? ORDER BY id",
                LOOKED_AT);
    }

    /** The digests of those that are accepted now, by name. */
    static Map<String, String> living(Connection connection, AlteredRowIds sound) throws SQLException {
        return all(connection).stream()
                .filter(entry -> entry.removed() == null && sound.has(SealedTable.ISSUER, entry.issuer()))
                .collect(Collectors.toMap(IssuerEntry::issuer, IssuerEntry::digest));
    }

    /** Writes an issuer over the one of its name, or anew. */
    public static void write(Connection connection, IssuerEntry entry) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT OR REPLACE INTO issuer (id, digest, accepted, removed) VALUES (?, ?, ?, ?)",
                entry.issuer(),
                entry.digest(),
                entry.accepted().getEpochSecond(),
                SqlStatements.seconds(entry.removed()));
    }

    /** Says that the issuers were looked at. */
    public static void markLookedAt(Connection connection, Instant now) throws SQLException {
        write(connection, new IssuerEntry(LOOKED_AT, "", now, null));
    }
}
