package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.identity.OrganisationState;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failed authorisation does to organisations and to calls. */
class AuthorisationJobTest {
    @TempDir
    private Path data;

    /** What is not suspended must not be recorded as suspended. */
    @Test
    void whatCannotBeSuspendedIsSaid() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var registry =
                    RegistryAccess.ofGateway(RegistryAddress.ofFolder(data), LedgerAddress.ofFolder(data), ledger);
            var organisations = new Organisations(registry);
            organisations.add(TestOrganisation.of("hope", "nonprofit").in("US").build());
            organisations.add(
                    TestOrganisation.of("fresh", "nonprofit").in("US").build().withState(OrganisationState.APPLIED));
            assertThatThrownBy(() -> AuthorisationJob.suspend(registry, "fresh"))
                    .isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> AuthorisationJob.suspend(registry, "nobody"))
                    .isInstanceOf(Unacceptable.class);
            AuthorisationJob.suspend(registry, "hope");
            AuthorisationJob.suspend(registry, "hope");
            assertThat(organisations.show("hope").getFirst().entry().state()).isEqualTo(OrganisationState.SUSPENDED);
            assertThat(Records.of(data).stream().filter(line -> line.contains("\"act\":\"org_suspend\"")))
                    .hasSize(1);
        }
    }
}
