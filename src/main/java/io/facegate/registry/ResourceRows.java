package io.facegate.registry;

import io.facegate.call.Capability;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table of vendor resources. */
public final class ResourceRows {
    private ResourceRows() {}

    /** Returns the resource; null if missing or altered. */
    public static @Nullable OwnedResource find(Connection connection, RowSeal seal, ResourceId handle)
            throws SQLException {
        return seal.isVerified(connection, SealedTable.HANDLE, key(handle)) ? read(connection, handle) : null;
    }

    /** True if a row exists, altered or not, or is listed as existing. */
    public static boolean exists(Connection connection, RowSeal seal, ResourceId handle) throws SQLException {
        return seal.isListed(connection, SealedTable.HANDLE, key(handle));
    }

    private static Object[] key(ResourceId handle) {
        return new Object[] {handle.provider(), handle.kind().name(), handle.id()};
    }

    private static @Nullable OwnedResource read(Connection connection, ResourceId handle) throws SQLException {
        var found = SqlStatements.rows(
                connection,
                row -> read(row, handle),
                "SELECT * FROM handle WHERE provider = ? AND kind = ? AND id = ?",
                handle.provider(),
                handle.kind().name(),
                handle.id());
        return found.isEmpty() ? null : found.getFirst();
    }

    private static OwnedResource read(ResultSet row, ResourceId handle) throws SQLException {
        double threshold = row.getDouble("threshold");
        boolean none = row.wasNull();
        return new OwnedResource(
                handle,
                row.getString("organisation"),
                row.getString("purpose"),
                capabilities(row.getString("capabilities")),
                none ? null : Double.valueOf(threshold),
                row.getString("use"),
                row.getString("token"),
                row.getString("decision"),
                Instant.ofEpochSecond(row.getLong("created")),
                SqlStatements.readInstant(row, "expires"));
    }

    private static Set<Capability> capabilities(String codes) {
        var found = EnumSet.noneOf(Capability.class);
        Arrays.stream(codes.split(" ", -1))
                .filter(code -> !code.isEmpty())
                .map(code -> Objects.requireNonNull(Capability.fromCode(code), code))
                .forEach(found::add);
        return found;
    }

    public static void write(Connection connection, RowSeal seal, OwnedResource owned) throws SQLException {
        SqlStatements.run(
                connection,
                """
                INSERT OR REPLACE INTO handle (provider, kind, id, organisation, purpose, capabilities, threshold, use,
                  token, decision, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                owned.handle().provider(),
                owned.handle().kind().name(),
                owned.handle().id(),
                owned.organisation(),
                owned.purpose(),
                owned.capabilities().stream().map(Capability::code).sorted().collect(Collectors.joining(" ")),
                owned.threshold(),
                owned.use(),
                owned.token(),
                owned.decision(),
                owned.created().getEpochSecond(),
                SqlStatements.seconds(owned.expires()));
        seal.seal(connection, SealedTable.HANDLE, key(owned.handle()));
    }

    public static void delete(Connection connection, RowSeal seal, ResourceId handle) throws SQLException {
        delete(connection, seal, key(handle));
    }

    private static void delete(Connection connection, RowSeal seal, Object[] key) throws SQLException {
        seal.remove(connection, SealedTable.HANDLE, key);
        SealedTable.HANDLE.delete(connection, key);
    }

    /** Deletes expired rows. */
    public static void sweep(Connection connection, RowSeal seal, Instant now) throws SQLException {
        for (var key : keys(connection, "expires <= ?", now.getEpochSecond())) {
            delete(connection, seal, key);
        }
    }

    /** Deletes the oldest page tokens of an organisation, leaving that many. */
    public static void deleteOldestPages(Connection connection, RowSeal seal, String organisation, int left)
            throws SQLException {
        var which = "organisation = ? AND kind = ? ORDER BY created DESC, rowid DESC LIMIT -1 OFFSET ?";
        for (var key : keys(connection, which, organisation, ResourceKind.PAGE.name(), left)) {
            delete(connection, seal, key);
        }
    }

    private static List<Object[]> keys(Connection connection, String which, Object... values) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new Object[] {row.getString(1), row.getString(2), row.getString(3)},
                "SELECT provider, kind, id FROM handle WHERE " + which,
                values);
    }
}
