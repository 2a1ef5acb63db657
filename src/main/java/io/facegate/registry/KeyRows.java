package io.facegate.registry;

import io.facegate.identity.CallerKey;
import io.facegate.identity.KeyLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes the key tables. */
public final class KeyRows {
    static final byte[] WIPED = {};

    private KeyRows() {}

    /** All keys ever minted, in order of minting. */
    public static List<KeyEntry> readAll(Connection connection) throws SQLException {
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
                                new KeyLimits(
                                        words(row.getString("wires")),
                                        words(row.getString("places")),
                                        SqlStatements.readInstant(row, "holds_from"),
                                        SqlStatements.readInstant(row, "expires")),
                                row.getObject("sandbox") != null,
                                row.getString("label")),
                        SqlStatements.toInstant(row.getLong("created")),
                        SqlStatements.readInstant(row, "revoked")),
                "SELECT * FROM access_key ORDER BY created, id");
    }

    public static void write(Connection connection, KeyEntry entry, byte[] sealedSecret, byte[] apiKeySha256)
            throws SQLException {
        writeAll(connection, List.of(new SealedKey(entry, sealedSecret, apiKeySha256)));
    }

    /** A key as it is stored. */
    record SealedKey(KeyEntry entry, byte[] secret, byte[] apiKeySha256) {
        WrittenRow written() {
            return WrittenRow.of(SealedTable.ACCESS_KEY, row -> holds(row, entry, secret, apiKeySha256), entry.id());
        }
    }

    /** True if a key that is not revoked has this hash: of its API key, or of its client certificate. */
    static boolean isRegistered(Connection connection, byte[] sha256) throws SQLException {
        return !SqlStatements.rows(
                        connection,
                        row -> row.getString("id"),
                        "SELECT id FROM access_key WHERE api_key_sha256 = ? AND revoked IS NULL",
                        sha256)
                .isEmpty();
    }

    /** Inserts keys. */
    static void writeAll(Connection connection, List<SealedKey> keys) throws SQLException {
        SqlStatements.runAll(
                connection, """
                INSERT INTO access_key (id, organisation, purpose, matter, expires, created, sealed_secret,
                  api_key_sha256, sandbox, label, wires, places, holds_from)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """, keys.stream().map(KeyRows::columns).toList());
        var principals = new ArrayList<@Nullable Object[]>();
        for (var key : keys) {
            var named = key.entry.request().principals();
            for (int at = 0; at < named.size(); at++) {
                principals.add(new @Nullable Object[] {key.entry.id(), at, named.get(at)});
            }
        }
        SqlStatements.runAll(connection, "INSERT INTO access_key_principal VALUES (?, ?, ?)", principals);
    }

    private static @Nullable Object[] columns(SealedKey key) {
        var minting = key.entry.request();
        return new @Nullable Object[] {
            key.entry.id(),
            minting.organisation(),
            minting.purpose(),
            minting.caseId(),
            SqlStatements.seconds(minting.expires()),
            key.entry.created().getEpochSecond(),
            key.secret,
            key.apiKeySha256,
            minting.sandbox() ? 1 : null,
            minting.label(),
            text(minting.limits().wires()),
            text(minting.limits().places()),
            SqlStatements.seconds(minting.limits().from())
        };
    }

    /** Words as one column has them; NULL for none, as in an older row, whose HMAC stays valid. */
    private static @Nullable String text(List<String> words) {
        return words.isEmpty() ? null : String.join(" ", words);
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(" "));
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

    /** The key in a row that verified, as it was minted. */
    static KeyEntry entry(RowColumns row) {
        return new KeyEntry(
                row.text("id"),
                new KeyRequest(
                        row.text("organisation"),
                        row.texts(0, "organisation"),
                        row.optional("purpose"),
                        row.optional("matter"),
                        new KeyLimits(
                                words(row.optional("wires")),
                                words(row.optional("places")),
                                row.instant("holds_from"),
                                row.instant("expires")),
                        row.has("sandbox"),
                        row.optional("label")),
                SqlStatements.toInstant(row.number("created")),
                row.instant("revoked"));
    }

    /** True if a row holds the key that was written, and these secrets. */
    static boolean holds(RowColumns row, KeyEntry written, byte[] sealedSecret, byte[] apiKeySha256) {
        var minting = written.request();
        return row.text("organisation").equals(minting.organisation())
                && row.texts(0, "organisation").equals(minting.principals())
                && Objects.equals(row.optional("purpose"), minting.purpose())
                && Objects.equals(row.optional("matter"), minting.caseId())
                && row.isAt("expires", minting.expires())
                && row.isAt("holds_from", minting.limits().from())
                && Objects.equals(row.optional("wires"), text(minting.limits().wires()))
                && Objects.equals(row.optional("places"), text(minting.limits().places()))
                && row.isAt("created", written.created())
                && row.isAt("revoked", written.revoked())
                && row.has("sandbox") == minting.sandbox()
                && Objects.equals(row.optional("label"), minting.label())
                && Arrays.equals(row.bytes("sealed_secret"), sealedSecret)
                && Arrays.equals(row.bytes("api_key_sha256"), apiKeySha256);
    }

    /** The valid keys in rows that verified. */
    static List<CallerKey> active(List<RowColumns> rows, SecretCipher vault) {
        return rows.stream()
                .filter(row -> !row.has("revoked"))
                .map(row -> key(row, vault))
                .toList();
    }

    private static CallerKey key(RowColumns row, SecretCipher vault) {
        var entry = entry(row);
        var minting = entry.request();
        return new CallerKey(
                entry.id(),
                minting.organisation(),
                minting.principals(),
                minting.purpose(),
                minting.caseId(),
                minting.limits(),
                vault.open(entry.id(), row.bytes("sealed_secret")),
                row.bytes("api_key_sha256"),
                minting.sandbox());
    }
}
