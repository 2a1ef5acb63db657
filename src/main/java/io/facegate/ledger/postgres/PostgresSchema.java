package io.facegate.ledger.postgres;

import io.facegate.integrity.PostgresServerCheck;
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
                    .group(true)
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
        try (var connection = database.connect("facegate migrate", 60)) {
            PostgresServerCheck.requireGatewayRole(connection, role);
            SchemaPreflight.requireNotNewer(connection);
        }
    }
}
