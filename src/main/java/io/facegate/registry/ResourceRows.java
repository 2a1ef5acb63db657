package io.facegate.registry;

import io.facegate.call.Capability;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table of vendor resources. */
public final class ResourceRows {
    private ResourceRows() {}

    /** Returns the resource as its row was verified; null if missing or altered. */
    public static @Nullable OwnedResource find(Connection connection, RowSeal seal, ResourceId handle)
            throws SQLException {
        var row = seal.findVerified(connection, SealedTable.HANDLE, key(handle));
        return row == null ? null : of(row);
    }

    /** All resources whose rows verify. */
    static List<OwnedResource> all(Connection connection, RowSeal seal) throws SQLException {
        return seal.readVerified(connection, SealedTable.HANDLE).stream()
                .map(ResourceRows::of)
                .toList();
    }

    /** True if a row exists, altered or not, or is listed as existing. */
    public static boolean exists(Connection connection, RowSeal seal, ResourceId handle) throws SQLException {
        return seal.isListed(connection, SealedTable.HANDLE, key(handle));
    }

    private static Object[] key(ResourceId handle) {
        return new Object[] {handle.provider(), handle.kind().name(), handle.id()};
    }

    private static OwnedResource of(RowColumns row) {
        return new OwnedResource(
                new ResourceId(row.text("provider"), ResourceKind.valueOf(row.text("kind")), row.text("id")),
                row.text("organisation"),
                row.optional("purpose"),
                capabilities(row.text("capabilities")),
                row.has("threshold") ? Double.valueOf(row.real("threshold")) : null,
                row.text("use"),
                row.text("token"),
                row.text("decision"),
                Instant.ofEpochSecond(row.number("created")),
                row.instant("expires"));
    }

    /** Times are stored to the second. */
    private static boolean isSame(RowColumns row, OwnedResource owned) {
        var read = of(row);
        return read.handle().equals(owned.handle())
                && read.organisation().equals(owned.organisation())
                && Objects.equals(read.purpose(), owned.purpose())
                && read.capabilities().equals(owned.capabilities())
                && Objects.equals(read.threshold(), owned.threshold())
                && read.use().equals(owned.use())
                && read.token().equals(owned.token())
                && read.decision().equals(owned.decision())
                && row.isAt("created", owned.created())
                && row.isAt("expires", owned.expires());
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
                INSERT INTO handle (provider, kind, id, organisation, purpose, capabilities, threshold, use,
                  token, decision, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (provider, kind, id) DO UPDATE SET organisation = excluded.organisation,
                  purpose = excluded.purpose, capabilities = excluded.capabilities, threshold = excluded.threshold,
                  use = excluded.use, token = excluded.token, decision = excluded.decision,
                  created = excluded.created, expires = excluded.expires\
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
        var intended = (Predicate<RowColumns>) row -> isSame(row, owned);
        seal.seal(connection, new WrittenRow(SealedTable.HANDLE, intended, List.of(key(owned.handle()))));
    }

    public static void delete(Connection connection, RowSeal seal, ResourceId handle) throws SQLException {
        delete(connection, seal, key(handle));
    }

    private static void delete(Connection connection, RowSeal seal, Object[] key) throws SQLException {
        seal.remove(connection, SealedTable.HANDLE, key);
        SealedTable.HANDLE.delete(connection, key);
    }

    /** Deletes expired rows, at most that many; returns how many. */
    static int sweep(Connection connection, RowSeal seal, Instant now, int most) throws SQLException {
        var expired = keys(connection, "expires <= ? LIMIT ?", now.getEpochSecond(), most);
        for (var key : expired) {
            delete(connection, seal, key);
        }
        return expired.size();
    }

    /** Deletes the oldest page tokens of an organisation, leaving that many. */
    public static void deleteOldestPages(Connection connection, RowSeal seal, String organisation, int left)
            throws SQLException {
        var which =
                "organisation = ? AND kind = ? ORDER BY created DESC, version DESC LIMIT 9223372036854775807 OFFSET ?";
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
