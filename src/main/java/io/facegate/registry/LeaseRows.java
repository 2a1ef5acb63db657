package io.facegate.registry;

import io.facegate.call.ResourceId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes leases on resources, by the server's clock.
 *
 * @param gateway a name of this process
 */
record LeaseRows(String gateway) {
    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    private static final String THING = " WHERE provider = ? AND kind = ? AND id = ?";

    /**
     * Takes a lease if nobody excludes it; an exclusive one that has to wait is noted, and keeps later ones waiting.
     *
     * @return the generation, or null if it has to wait
     */
    @Nullable
    Long take(Connection connection, ResourceId thing, String holder, boolean alone, Duration lasts)
            throws SQLException {
        // Locks the resource's row: who takes a lease on it next sees what is done here.
        long generation = next(connection, thing, 0);
        run(connection, "DELETE FROM resource_lease" + THING + " AND until < " + NOW, thing);
        boolean excluded = SqlStatements.number(
                        connection,
                        "SELECT count(*) FROM resource_lease" + THING + " AND holder <> ? AND "
                                + (alone ? "granted" : "exclusive"),
                        thing.provider(),
                        thing.kind().name(),
                        thing.id(),
                        holder)
                > 0;
        if (excluded && !alone) {
            return null;
        }
        long granted = alone && !excluded ? next(connection, thing, 1) : generation;
        SqlStatements.run(
                connection,
                "INSERT INTO resource_lease (provider, kind, id, holder, gateway, exclusive, granted, generation,"
                        + " until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, " + NOW
                        + " + ?) ON CONFLICT (provider, kind, id, holder) DO"
                        + " UPDATE SET granted = excluded.granted, generation = excluded.generation, until ="
                        + " excluded.until",
                thing.provider(),
                thing.kind().name(),
                thing.id(),
                holder,
                gateway,
                alone,
                !excluded,
                granted,
                lasts.toMillis());
        return excluded ? null : granted;
    }

    private static long next(Connection connection, ResourceId thing, int more) throws SQLException {
        return SqlStatements.rows(
                        connection,
                        row -> row.getLong(1),
                        "INSERT INTO resource_generation AS g (provider, kind, id, generation, used) VALUES (?, ?, ?,"
                                + " 1, "
                                + NOW
                                + ") ON CONFLICT (provider, kind, id) DO UPDATE SET generation = g.generation + ?,"
                                + " used = excluded.used RETURNING generation",
                        thing.provider(),
                        thing.kind().name(),
                        thing.id(),
                        more)
                .getFirst();
    }

    /** True if the lease is held; it then has at least that much time left. */
    boolean renewIfHeld(Connection connection, ResourceId thing, String holder, long generation, Duration least)
            throws SQLException {
        return isHeld(connection, thing, holder, generation)
                && SqlStatements.run(
                                connection,
                                "UPDATE resource_lease SET until = greatest(until, " + NOW + " + ?)" + THING
                                        + " AND holder = ?",
                                least.toMillis(),
                                thing.provider(),
                                thing.kind().name(),
                                thing.id(),
                                holder)
                        == 1;
    }

    /** True if the lease is held; nobody takes the resource over before this transaction ends. */
    boolean isHeld(Connection connection, ResourceId thing, String holder, long generation) throws SQLException {
        var newest = SqlStatements.rows(
                connection,
                row -> row.getLong(1),
                "SELECT generation FROM resource_generation" + THING + " FOR SHARE",
                thing.provider(),
                thing.kind().name(),
                thing.id());
        int there = SqlStatements.number(
                connection,
                "SELECT count(*) FROM resource_lease" + THING + " AND holder = ? AND granted AND generation = ?",
                thing.provider(),
                thing.kind().name(),
                thing.id(),
                holder,
                generation);
        return there == 1 && newest.equals(List.of(generation));
    }

    /** Renews leases, though their time was over: while they are there, nobody has taken them over. Returns which. */
    Set<String> renew(Connection connection, List<String> holders, Duration lasts) throws SQLException {
        return new HashSet<>(SqlStatements.rows(
                connection,
                row -> row.getString(1),
                "UPDATE resource_lease SET until = " + NOW + " + ? WHERE gateway = ? AND holder = ANY (?) RETURNING"
                        + " holder",
                lasts.toMillis(),
                gateway,
                connection.createArrayOf("text", holders.toArray())));
    }

    int delete(Connection connection, ResourceId thing, String holder) throws SQLException {
        return SqlStatements.run(
                connection,
                "DELETE FROM resource_lease" + THING + " AND holder = ?",
                thing.provider(),
                thing.kind().name(),
                thing.id(),
                holder);
    }

    /** Forgets resources that nobody has used for a day. */
    int sweep(Connection connection) throws SQLException {
        SqlStatements.run(connection, "DELETE FROM resource_lease WHERE until < " + NOW + " - ?", 86_400_000L);
        return SqlStatements.run(
                connection,
                "DELETE FROM resource_generation g WHERE used < " + NOW + " - ? AND NOT EXISTS (SELECT 1 FROM"
                        + " resource_lease l WHERE l.provider = g.provider AND l.kind = g.kind AND l.id = g.id)",
                86_400_000L);
    }

    private static void run(Connection connection, String sql, ResourceId thing) throws SQLException {
        SqlStatements.run(connection, sql, thing.provider(), thing.kind().name(), thing.id());
    }
}
