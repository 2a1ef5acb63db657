package io.facegate.registry;

import io.facegate.identity.CallerKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** Reads and writes the key tables. */
public final class KeyRows {
    static final byte[] WIPED = {};

    private KeyRows() {}

    /** All keys ever minted, in order of minting. */
    public static List<KeyEntry> readAll(Connection connection) throws SQLException {
        return entries(connection, "");
    }

    private static List<KeyEntry> entries(Connection connection, String which) throws SQLException {
        var principals = SqlStatements.lists(
                connection, "SELECT access_key, organisation FROM access_key_principal ORDER BY access_key, position");
        return SqlStatements.rows(
                connection,
                row -> new KeyEntry(
                        row.getString("id"),
                        new KeyRequest(
                                row.getString("organisation"),
                                principals.getOrDefault(row.getString("id"), List.of()),
                                row.getString("purpose"),
                                row.getString("matter"),
                                SqlStatements.readInstant(row, "expires"),
                                row.getObject("sandbox") != null),
                        SqlStatements.toInstant(row.getLong("created")),
                        SqlStatements.readInstant(row, "revoked")),
                "SELECT * FROM access_key " + which + " ORDER BY created, id");
    }

    public static void write(Connection connection, KeyEntry entry, byte[] sealedSecret, byte[] apiKeySha256)
            throws SQLException {
        var minting = entry.request();
        SqlStatements.run(
                connection,
                """
                INSERT INTO access_key (id, organisation, purpose, matter, expires, created, sealed_secret,
                  api_key_sha256, sandbox) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                entry.id(),
                minting.organisation(),
                minting.purpose(),
                minting.caseId(),
                SqlStatements.seconds(minting.expires()),
                entry.created().getEpochSecond(),
                sealedSecret,
                apiKeySha256,
                minting.sandbox() ? 1 : null);
        for (int at = 0; at < minting.principals().size(); at++) {
            SqlStatements.run(
                    connection,
                    "INSERT INTO access_key_principal VALUES (?, ?, ?)",
                    entry.id(),
                    at,
                    minting.principals().get(at));
        }
    }

    /** Marks a key as revoked and wipes its secrets. */
    public static int revoke(Connection connection, String id, Instant now) throws SQLException {
        return SqlStatements.run(
                connection,
                "UPDATE access_key SET revoked = ?, sealed_secret = ?, api_key_sha256 = ? WHERE id = ?",
                now.truncatedTo(ChronoUnit.SECONDS).getEpochSecond(),
                WIPED,
                WIPED,
                id);
    }

    static List<CallerKey> readActive(Connection connection, SecretCipher vault, AlteredRowIds sound)
            throws SQLException {
        var living = new HashMap<String, KeyRequest>();
        entries(connection, "WHERE revoked IS NULL").forEach(entry -> living.put(entry.id(), entry.request()));
        return SqlStatements.queryMapped(
                connection,
                row -> !sound.isUnaltered(SealedTable.ACCESS_KEY, row.getString("id"))
                        ? null
                        : key(row, Objects.requireNonNull(living.get(row.getString("id"))), vault),
                "SELECT id, sealed_secret, api_key_sha256 FROM access_key WHERE revoked IS NULL");
    }

    private static CallerKey key(ResultSet row, KeyRequest minting, SecretCipher vault) throws SQLException {
        var id = row.getString("id");
        return new CallerKey(
                id,
                minting.organisation(),
                minting.principals(),
                minting.purpose(),
                minting.caseId(),
                minting.expires(),
                vault.open(id, row.getBytes("sealed_secret")),
                row.getBytes("api_key_sha256"),
                minting.sandbox());
    }
}
