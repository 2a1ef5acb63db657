package io.facegate.ledger.postgres;

import io.facegate.integrity.PostgresServerCheck;
import io.facegate.ledger.store.BatchStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Preflight checks of a database before a gateway trusts it with decisions; each error gives the remedy. */
final class SchemaPreflight {
    /** The newest migration that this build knows. */
    static final int LAYOUT = 1;

    /** Advisory lock that every running gateway shares; a command that moves the ledger holds it exclusively. */
    private static final long RUNNING = 0x46474c31_00000001L;

    private static final String LOCKED = "55P03";

    private SchemaPreflight() {}

    /** Checks everything that does not change while the ledger is used. */
    static void check(Connection connection) throws SQLException {
        PostgresServerCheck.requireDurable(connection);
        layout(connection);
        SchemaGuard.requireNoForeignObjects(connection);
        rights(connection);
    }

    /**
     * Takes the lock {@link #RUNNING}: shared, so that nobody moves the ledger, or exclusively, so that nobody uses it.
     */
    static void claim(Connection connection, boolean alone) throws SQLException {
        if (!lock(connection, alone ? "pg_advisory_lock" : "pg_advisory_lock_shared", RUNNING)) {
            throw new SQLException(BatchStore.TAKEN
                    + (alone ? " to this ledger. Stop every gateway first." : " to this ledger: it is being moved."));
        }
    }

    /** Takes a lock for as long as the connection lasts; waits a moment for one that is being released. */
    static boolean lock(Connection connection, String kind, long key) throws SQLException {
        try {
            run(connection, "SET lock_timeout = '2s'");
            run(connection, "SELECT " + kind + '(' + key + ')');
            run(connection, "SET lock_timeout = 0");
            return true;
        } catch (SQLException held) {
            if (LOCKED.equals(held.getSQLState())) {
                return false;
            }
            throw held;
        }
    }

    /** Requires the tables of this build. */
    static void layout(Connection connection) throws SQLException {
        long layout = requireNotNewer(connection);
        if (layout < LAYOUT) {
            throw new SQLException((layout == 0 ? "The database holds no ledger" : "The database holds an older ledger")
                    + ". As the schema's owner, run: facegate ledger migrate");
        }
    }

    /** Requires tables that no newer version has changed; the newest migration that was run, 0 if none was. */
    static long requireNotNewer(Connection connection) throws SQLException {
        var migrations = LedgerDatabase.SCHEMA + ".flyway_schema_history";
        long layout = text(connection, "SELECT to_regclass('" + migrations + "')") == null
                ? 0
                : number(connection, "SELECT max(version::int) FROM " + migrations + " WHERE success");
        if (layout > LAYOUT) {
            throw new SQLException("The database holds a ledger of a newer version of Facegate. Update this gateway.");
        }
        return layout;
    }

    /** Requires a role that cannot change written records. */
    private static void rights(Connection connection) throws SQLException {
        var entry = LedgerDatabase.SCHEMA + ".entry";
        for (var right : List.of("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")) {
            if ("t".equals(text(connection, "SELECT has_table_privilege('" + entry + "', '" + right + "')"))) {
                throw new SQLException("This role has the right to " + right + " entries of the ledger. Connect as the"
                        + " role that was named with: facegate ledger migrate --role");
            }
        }
    }

    /** Requires a ledger that was not found tampered with and was not moved. */
    static void requireUntampered(Connection connection) throws SQLException {
        var damage = text(connection, "SELECT what FROM facegate.damage ORDER BY found LIMIT 1");
        if (damage != null) {
            throw tamperedError(damage);
        }
        if (text(connection, "SELECT at FROM facegate.moved") != null) {
            throw new SQLException("This ledger was moved to another store and goes on there.");
        }
    }

    static SQLException tamperedError(String what) {
        return new SQLException("A gateway found the ledger changed: " + what + ". Run: facegate ledger verify");
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        var text = text(connection, sql);
        return text == null ? 0 : Long.parseLong(text);
    }

    /** The first column of the first row, as text; null if there is none. */
    static @Nullable String text(Connection connection, String sql) throws SQLException {
        return PostgresServerCheck.text(connection, sql);
    }
}
