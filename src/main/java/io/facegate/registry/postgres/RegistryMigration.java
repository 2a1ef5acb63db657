package io.facegate.registry.postgres;

import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.PostgresServerCheck;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** Schema migrations of the shared registry's tables, run by their owner, who is not a gateway. */
public final class RegistryMigration {
    /** Schema of every table. */
    public static final String SCHEMA = "facegate_registry";

    /** The newest migration that this build knows. */
    static final int LAYOUT = 12;

    /** The one before, whose tables this build uses too until they are migrated. */
    static final int BEFORE = 9;

    private static final String MIGRATIONS = "classpath:io/facegate/registry/postgres";

    private RegistryMigration() {}

    /**
     * Creates or updates the tables, and grants the gateways' role its rights.
     *
     * @param database with the owner's access
     * @return how many migrations were run
     * @throws SQLException with instructions, if that is not possible
     */
    public static int migrate(PostgresAddress database, String role) throws SQLException {
        try (var connection = database.connect(new PostgresAddress.Session("facegate migrate", SCHEMA, 60))) {
            PostgresServerCheck.requireGatewayRole(connection, role);
            // This build's rights would take the place of those that the newer one needs.
            RegistryTableCheck.requireNotNewer(RegistryTableCheck.layout(connection));
        }
        var source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setPassword(database.secret());
        try {
            return Flyway.configure(RegistryMigration.class.getClassLoader())
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    // All in one transaction: gateways that run never see a table without their right to read it.
                    .group(true)
                    .defaultSchema(SCHEMA)
                    .placeholders(Map.of("gateways", '"' + role.replace("\"", "\"\"") + '"'))
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException failed) {
            throw new SQLException("The registry's tables could not be made: " + failed.getMessage(), failed);
        }
    }
}
