package io.facegate.ledger.postgres;

import io.facegate.ledger.store.BatchStore;
import io.facegate.ledger.store.LogEntry;
import io.facegate.ledger.store.StoredHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Database session of one writing gateway. It holds the exclusive right to act as that gateway. */
final class GatewaySession implements AutoCloseable {
    private static final String AWAY = "57P03";
    private static final String HEAD =
            "(SELECT size FROM facegate.head), (SELECT root FROM facegate.head), (SELECT what FROM facegate.damage"
                    + " LIMIT 1)";

    private final Connection connection;
    private final UUID gateway;
    private final PreparedStatement advance;
    private final PreparedStatement look;
    private final SchemaGuard guard;

    /**
     * Identity of the writer.
     *
     * @param exclusive whether no gateway may run meanwhile
     */
    record WriterIdentity(UUID gateway, boolean exclusive) {
        String name() {
            return "facegate " + gateway;
        }
    }

    /** State of this gateway and the tree in the database, at one moment. */
    record SessionState(long written, StoredHead head) {}

    private GatewaySession(Connection connection, UUID gateway) throws SQLException {
        this.connection = connection;
        this.gateway = gateway;
        advance = connection.prepareStatement("UPDATE facegate.gateway SET written = ?, oldest_open = ? WHERE id = ?"
                + " AND written = ? RETURNING written, " + HEAD);
        look = connection.prepareStatement("SELECT written, " + HEAD + " FROM facegate.gateway WHERE id = ?");
        guard = new SchemaGuard(connection);
    }

    /**
     * Opens a session.
     *
     * @param before backend id of this gateway's last connection, which is ended if it lingers; or 0
     */
    static GatewaySession open(LedgerDatabase database, WriterIdentity who, int before) throws SQLException {
        var connection = database.connect(who.name(), 10);
        try {
            if (before != 0) {
                SchemaPreflight.text(
                        connection,
                        "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE pid = " + before
                                + " AND application_name = '" + who.name() + '\'');
            }
            SchemaPreflight.check(connection);
            SchemaPreflight.requireUntampered(connection);
            SchemaPreflight.claim(connection, who.exclusive);
            claim(connection, who, before != 0);
            connection.setAutoCommit(false);
            var session = new GatewaySession(connection, who.gateway);
            session.register();
            return session;
        } catch (SQLException unfit) {
            connection.close();
            throw unfit;
        }
    }

    private static void claim(Connection connection, WriterIdentity who, boolean again) throws SQLException {
        long own = who.gateway.getMostSignificantBits() ^ who.gateway.getLeastSignificantBits();
        if (!SchemaPreflight.lock(connection, "pg_advisory_lock", own)) {
            throw new SQLException(
                    BatchStore.TAKEN + " as gateway " + who.gateway
                            + ". A data folder that was copied needs an id of its own: remove its "
                            + GatewayId.NAME + '.',
                    again ? AWAY : null);
        }
    }

    private void register() throws SQLException {
        for (var row : List.of("gateway VALUES (?, 0, 1)", "taken VALUES (?, 0)")) {
            try (var insert = connection.prepareStatement("INSERT INTO facegate." + row + " ON CONFLICT DO NOTHING")) {
                insert.setObject(1, gateway);
                insert.executeUpdate();
            }
        }
        connection.commit();
    }

    /** The server's id of this connection. */
    int backend() throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    Connection connection() {
        return connection;
    }

    /**
     * Makes a batch durable.
     *
     * @param again whether it was sent before, and may have been stored then
     */
    SessionState write(Numbered batch, boolean again) throws SQLException {
        advance.setLong(1, batch.number());
        advance.setLong(2, batch.oldestOpen());
        advance.setObject(3, gateway);
        advance.setLong(4, batch.number() - 1);
        var seen = readSeen(advance);
        if (seen == null) {
            return requireWritten(batch.number(), again);
        }
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(PendingRow.COPY);
        var lines = LogEntry.join(batch.lines());
        var row = PendingRow.encode(gateway, batch, lines);
        copy.writeToCopy(row, 0, row.length);
        if (copy.endCopy() != 1) {
            throw new SQLException("The database did not take what was written.");
        }
        guard.requireKept(gateway, batch, lines.length);
        connection.commit();
        return seen;
    }

    private SessionState requireWritten(long number, boolean again) throws SQLException {
        var seen = readState();
        if (seen.written == number && again) {
            return seen;
        }
        throw new SQLException(
                seen.written < number
                        ? "the database lost batches that it acknowledged: it has " + seen.written
                                + " of this gateway's " + (number - 1)
                        : "another process wrote as this gateway");
    }

    /** Reads the current state. */
    SessionState readState() throws SQLException {
        look.setObject(1, gateway);
        var seen = readSeen(look);
        connection.rollback();
        if (seen == null) {
            throw new SQLException("the database forgot this gateway");
        }
        return seen;
    }

    private static @Nullable SessionState readSeen(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            var damage = rows.getString(4);
            if (damage != null) {
                throw SchemaPreflight.tamperedError(damage);
            }
            return new SessionState(rows.getLong(1), new StoredHead(rows.getLong(2), rows.getBytes(3), new byte[0], 0));
        }
    }

    /** A batch with its sequence number among this gateway's. */
    record Numbered(long number, long oldestOpen, List<LogEntry> lines) {}

    /** Drops a connection that may not answer. */
    void abort() throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
