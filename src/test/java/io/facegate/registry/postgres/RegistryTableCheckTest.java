package io.facegate.registry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.postgres.Server;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables that the migrations make are those that a gateway demands. */
class RegistryTableCheckTest {
    /** As the migrations grant it. */
    private static String database;
    /** Where somebody grants more. */
    private static String granting;

    @BeforeAll
    static void migrate() throws Exception {
        database = migrated();
        granting = migrated();
    }

    private static String migrated() throws SQLException {
        var name = Server.shared().empty();
        RegistryMigration.migrate(
                new PostgresAddress(Server.shared().asOwner(name).url(), null), "gateways");
        return name;
    }

    private static Connection connect(String name) throws SQLException {
        return new PostgresAddress(Server.shared().asGateway(name).url(), null)
                .connect(new PostgresAddress.Session("test", RegistryMigration.SCHEMA, 60));
    }

    @Test
    void theMigrationsMakeTheTablesThatAreDemanded() throws Exception {
        var name = Server.shared().empty();
        RegistryMigration.migrate(
                new PostgresAddress(Server.shared().asOwner(name).url(), null), "gateways");
        assertThat(RegistryMigration.migrate(
                        new PostgresAddress(Server.shared().asOwner(name).url(), null), "gateways"))
                .isZero();
        var gateway = new PostgresAddress(Server.shared().asGateway(name).url(), null);
        try (var connection = gateway.connect(new PostgresAddress.Session("test", RegistryMigration.SCHEMA, 60))) {
            assertThat(Server.shared().ask(Server.shared().asGateway(name), RegistryTableCheck.DIGEST))
                    .isEqualTo(RegistryTableCheck.COLUMNS);
            assertThat(RegistryTableCheck.findForeignObject(connection)).isNull();
            RegistryTableCheck.check(connection);
        }
    }

    /** What happened is read later from these tables: who acts for whom, what was changed, what was approved or erased. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE registry_change SET content = ''",
                "UPDATE moved SET \"only\" = 1",
                "UPDATE access_key_principal SET organisation = 'x'",
                "UPDATE organisation_purpose SET purpose = 'x'",
                "UPDATE organisation_fact SET word = 'x'",
                "UPDATE evidence_fact SET word = 'x'",
                "UPDATE person_role SET role = 'operator'",
                "UPDATE exemption_place SET place = 'x'",
                "UPDATE approval SET reviewer = 'x'",
                "UPDATE appeal_step SET act = 'x'",
                "UPDATE salt_erased SET record = 'x'",
                "UPDATE flyway_schema_history SET success = true",
                "DELETE FROM registry_change",
                "DELETE FROM moved",
                "DELETE FROM access_key_principal",
                "DELETE FROM access_key",
                "DELETE FROM organisation",
                "DELETE FROM evidence",
                "DELETE FROM issuer",
                "DELETE FROM stop",
                "DELETE FROM policy_activation",
                "DELETE FROM policy_content",
                "DELETE FROM vault",
                "DELETE FROM seal_head",
                "DELETE FROM appeal_step",
                "DELETE FROM salt_erased",
                "TRUNCATE registry_change"
            })
    void theGatewaysRoleChangesNoHistory(String sql) throws Exception {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .extracting(failed -> ((SQLException) failed).getSQLState())
                    .isEqualTo("42501");
        }
    }

    /** Somebody grants the gateways' role a right that it does not need: no gateway starts with it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE ON registry_change               | UPDATE registry_change
            UPDATE (content) ON registry_change     | UPDATE registry_change content
            UPDATE ON access_key_principal          | UPDATE access_key_principal
            UPDATE ON moved                         | UPDATE moved
            UPDATE ON person_role                   | UPDATE person_role
            UPDATE ON approval                      | UPDATE approval
            UPDATE ON appeal_step                   | UPDATE appeal_step
            UPDATE (organisations) ON held          | UPDATE held organisations
            UPDATE (first) ON begun                 | UPDATE begun first
            UPDATE (record) ON salt_erased          | UPDATE salt_erased record
            UPDATE ON flyway_schema_history         | UPDATE flyway_schema_history
            DELETE ON registry_change               | DELETE registry_change
            TRUNCATE ON person_role                 | TRUNCATE person_role
            TRIGGER ON held                         | TRIGGER held
            """)
    void aRoleThatCouldChangeHistoryIsRefused(String right, String told) throws Exception {
        try (var connection = connect(granting)) {
            RegistryTableCheck.check(connection);
        }
        var on = right.replace(" ON ", " ON facegate_registry.");
        tamper("GRANT " + on + " TO gateways");
        try (var connection = connect(granting)) {
            assertThatThrownBy(() -> RegistryTableCheck.check(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("This role has the right to " + told)
                    .hasMessageEndingWith("in the registry, which no gateway needs. Revoke it, or connect as the role"
                            + " that was named with: facegate registry migrate --role");
        } finally {
            tamper("REVOKE " + on + " FROM gateways");
        }
    }

    private static void tamper(String sql) {
        Server.shared().tamper(Server.shared().asGateway(granting), sql);
    }
}
