package io.facegate.registry;

import io.facegate.identity.Key;
import io.facegate.identity.Organisation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How organisations and keys stand in the tables. */
final class Rows {
    private Rows() {}

    static Snapshot snapshot(Connection connection, Vault vault) throws SQLException {
        var organisations = new HashMap<String, Organisation>();
        organisations(connection).forEach(one -> organisations.put(one.id(), one));
        var keys = new HashMap<String, Key>();
        for (var key : keys(connection, vault)) {
            keys.put(key.id(), key);
        }
        return new Snapshot(organisations, keys);
    }

    static List<Organisation> organisations(Connection connection) throws SQLException {
        var purposes = lists(connection, "SELECT organisation, purpose FROM organisation_purpose ORDER BY 1, 2");
        var places =
                lists(connection, "SELECT organisation, jurisdiction FROM organisation_jurisdiction ORDER BY 1, 2");
        return Sql.rows(
                connection,
                row -> new Organisation(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("type"),
                        places.getOrDefault(row.getString("id"), List.of()),
                        new HashSet<>(purposes.getOrDefault(row.getString("id"), List.of())),
                        row.getInt("suspended") != 0,
                        row.getString("upstream_role")),
                "SELECT * FROM organisation ORDER BY id");
    }

    static @Nullable Organisation organisation(Connection connection, String id) throws SQLException {
        return organisations(connection).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    static void write(Connection connection, Organisation organisation) throws SQLException {
        var id = organisation.id();
        Sql.run(
                connection,
                """
                INSERT INTO organisation (id, name, type, suspended, upstream_role) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type,
                  suspended = excluded.suspended, upstream_role = excluded.upstream_role""",
                id,
                organisation.name(),
                organisation.type(),
                organisation.suspended() ? 1 : 0,
                organisation.upstreamRole());
        Sql.run(connection, "DELETE FROM organisation_purpose WHERE organisation = ?", id);
        Sql.run(connection, "DELETE FROM organisation_jurisdiction WHERE organisation = ?", id);
        for (var purpose : organisation.purposes()) {
            Sql.run(connection, "INSERT INTO organisation_purpose VALUES (?, ?)", id, purpose);
        }
        for (var place : new HashSet<>(organisation.jurisdictions())) {
            Sql.run(connection, "INSERT INTO organisation_jurisdiction VALUES (?, ?)", id, place);
        }
    }

    /** The keys in the order they were minted. */
    static List<KeyEntry> entries(Connection connection, String which) throws SQLException {
        var principals = lists(
                connection, "SELECT access_key, organisation FROM access_key_principal ORDER BY access_key, position");
        return Sql.rows(
                connection,
                row -> new KeyEntry(
                        row.getString("id"),
                        new Minting(
                                row.getString("organisation"),
                                principals.getOrDefault(row.getString("id"), List.of()),
                                row.getString("purpose"),
                                Sql.instant(row, "expires")),
                        java.time.Instant.ofEpochSecond(row.getLong("created")),
                        Sql.instant(row, "revoked")),
                "SELECT * FROM access_key " + which + " ORDER BY created, id");
    }

    static void write(Connection connection, KeyEntry entry, byte[] sealedSecret, byte[] apiKeySha256)
            throws SQLException {
        var minting = entry.minting();
        Sql.run(
                connection,
                "INSERT INTO access_key VALUES (?, ?, ?, ?, ?, NULL, ?, ?)",
                entry.id(),
                minting.organisation(),
                minting.purpose(),
                Sql.seconds(minting.expires()),
                entry.created().getEpochSecond(),
                sealedSecret,
                apiKeySha256);
        for (int at = 0; at < minting.principals().size(); at++) {
            Sql.run(
                    connection,
                    "INSERT INTO access_key_principal VALUES (?, ?, ?)",
                    entry.id(),
                    at,
                    minting.principals().get(at));
        }
    }

    private static List<Key> keys(Connection connection, Vault vault) throws SQLException {
        var living = new HashMap<String, Minting>();
        entries(connection, "WHERE revoked IS NULL").forEach(entry -> living.put(entry.id(), entry.minting()));
        return Sql.rows(
                connection,
                row -> key(row, Objects.requireNonNull(living.get(row.getString("id"))), vault),
                "SELECT id, sealed_secret, api_key_sha256 FROM access_key WHERE revoked IS NULL");
    }

    private static Key key(ResultSet row, Minting minting, Vault vault) throws SQLException {
        var id = row.getString("id");
        return new Key(
                id,
                minting.organisation(),
                minting.principals(),
                minting.purpose(),
                minting.expires(),
                vault.open(id, row.getBytes("sealed_secret")),
                row.getBytes("api_key_sha256"));
    }

    private static Map<String, List<String>> lists(Connection connection, String sql) throws SQLException {
        var found = new HashMap<String, List<String>>();
        Sql.rows(
                connection,
                row -> found.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(row.getString(2)),
                sql);
        return found;
    }
}
