package io.facegate.integrity;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a gateway demands of a PostgreSQL server before it trusts it with data. */
public final class PostgresServerCheck {
    private static final int OLDEST = 150000;
    private static final Set<String> WAITS = Set.of("on", "remote_apply");
    private static final String STANDBY = "57P03";

    private PostgresServerCheck() {}

    /** Requires a server that keeps acknowledged data. */
    public static void requireDurable(Connection connection) throws SQLException {
        var version = text(connection, "SELECT current_setting('server_version_num')");
        if (version == null || Long.parseLong(version) < OLDEST) {
            throw new SQLException("The server is older than PostgreSQL 15.");
        }
        for (var setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            var is = text(connection, "SELECT current_setting('" + setting + "')");
            if (is == null || !(is.equals("on") || (setting.equals("synchronous_commit") && WAITS.contains(is)))) {
                throw new SQLException("The server has " + setting + " = " + is
                        + ", and may forget what it acknowledged. Set it to on, for the role, the database and the"
                        + " server.");
            }
        }
        if ("t".equals(text(connection, "SELECT pg_is_in_recovery()"))) {
            throw new SQLException("The server is a standby.", STANDBY);
        }
    }

    /** Requires that a role exists, and can change nothing that it was not granted. */
    public static void requireGatewayRole(Connection connection, String role) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT rolsuper, rolname = current_user FROM pg_roles WHERE rolname = ?")) {
            statement.setString(1, role);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("There is no role " + role + ". Make it first: CREATE ROLE " + role
                            + " LOGIN PASSWORD '…'");
                }
                if (rows.getBoolean(1) || rows.getBoolean(2)) {
                    throw new SQLException("The gateways' role must not be a superuser, nor the owner of the tables: it"
                            + " could change what is written.");
                }
            }
        }
    }

    /** The first column of the first row, as text; null if there is none. */
    public static @Nullable String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
