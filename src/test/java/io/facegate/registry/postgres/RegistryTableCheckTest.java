package io.facegate.registry.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.postgres.Server;
import org.junit.jupiter.api.Test;

/** The tables that the migrations make are those that a gateway demands. */
class RegistryTableCheckTest {
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
}
