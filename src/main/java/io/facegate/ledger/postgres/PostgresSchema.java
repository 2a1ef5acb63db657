package io.facegate.ledger.postgres;

import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** Schema migrations of the ledger's tables, run by their owner, who is not a gateway. */
public final class PostgresSchema {
    private static final String MIGRATIONS = "classpath:io/facegate/ledger/postgres";

    private PostgresSchema() {}

    /**
     * Creates or updates the tables, and grants the gateways' role its rights.
     *
     * @param database with the owner's access
     * @return how many migrations were run
     * @throws SQLException with instructions, if that is not possible
     */
    public static int migrate(LedgerDatabase database, String role) throws SQLException {
        requireRole(database, role);
        var source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setPassword(database.secret());
        try {
            return Flyway.configure(PostgresSchema.class.getClassLoader())
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .defaultSchema(LedgerDatabase.SCHEMA)
                    .placeholders(Map.of("gateways", '"' + role.replace("\"", "\"\"") + '"'))
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException failed) {
            throw new SQLException("The ledger's tables could not be made: " + failed.getMessage(), failed);
        }
    }

    private static void requireRole(LedgerDatabase database, String role) throws SQLException {
        try (var connection = database.connect("facegate migrate", 60);
                var statement = connection.prepareStatement(
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
}
