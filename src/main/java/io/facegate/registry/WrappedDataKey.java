package io.facegate.registry;

import io.facegate.registry.master.WrappingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The registry's data key as the database keeps it: wrapped by a master key.
 *
 * @param reference generation, id and master key
 * @param bytes what the master key wrapped
 * @param link HMAC of the reference under the data key before: whoever has that key knows the next one by it
 * @param proof shows whether a key is the one that sealed the registry
 */
record WrappedDataKey(MasterKeyReference reference, byte[] bytes, byte[] link, byte[] proof) {
    private static final int COLUMNS_BEFORE = 2;
    private static final String LINK = "link";

    /** The wrapped key in the database; null if the data key stands in a file. */
    static @Nullable WrappedDataKey find(Connection connection) throws SQLException {
        var rows = SqlStatements.rows(connection, WrappedDataKey::read, "SELECT * FROM vault WHERE proof IS NOT NULL");
        return rows.isEmpty() || rows.getFirst().isPlain() ? null : rows.getFirst();
    }

    private static WrappedDataKey read(ResultSet row) throws SQLException {
        // A file of an earlier form, which is possible when it is only read, has no wrapped key.
        boolean plain = row.getMetaData().getColumnCount() <= COLUMNS_BEFORE || row.getString("master") == null;
        return plain
                ? new WrappedDataKey(new MasterKeyReference(0, "", ""), new byte[0], new byte[0], new byte[0])
                : new WrappedDataKey(
                        new MasterKeyReference(
                                row.getLong("generation"),
                                Objects.requireNonNullElse(row.getString("data_key"), ""),
                                row.getString("master")),
                        bytes(row, "wrapped"),
                        bytes(row, LINK),
                        bytes(row, "proof"));
    }

    private static byte[] bytes(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getBytes(column), new byte[0]);
    }

    private boolean isPlain() {
        return reference.generation() == 0;
    }

    void write(Connection connection) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO vault (\"only\", proof, master, data_key, generation, wrapped, link)"
                        + " VALUES (1, ?, ?, ?, ?, ?, ?) ON CONFLICT (\"only\") DO UPDATE SET proof = excluded.proof,"
                        + " master = excluded.master, data_key = excluded.data_key, generation = excluded.generation,"
                        + " wrapped = excluded.wrapped, link = excluded.link",
                proof,
                reference.master(),
                reference.dataKey(),
                reference.generation(),
                bytes,
                link);
    }

    WrappingContext binding() {
        return new WrappingContext(reference.dataKey(), reference.generation());
    }

    /** The HMAC by which a data key vouches for the next one. */
    static byte[] linkOf(SecretCipher before, MasterKeyReference next) {
        return before.commitmentMac(LINK).doFinal(next.text().getBytes(StandardCharsets.UTF_8));
    }

    /** True if that data key vouches for this one. */
    boolean isLinkedBy(SecretCipher before) {
        return MessageDigest.isEqual(link, linkOf(before, reference));
    }
}
