package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.identity.ExemptionGrant;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Approvals;
import io.facegate.registry.Person;
import io.facegate.registry.RegistryWriter;
import io.facegate.registry.Role;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the readiness check of the registry tells of who watches over changes, and of exemptions that end. */
class RegistryHealthTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path data;

    private LedgerAddress ledger;

    @BeforeEach
    void name() {
        ledger = LedgerAddress.ofFolder(data);
    }

    private RegistryWriter writer() {
        return RegistryWriter.open(data, LedgerChangeJournal.of(ledger, new ActingPerson("m.roe", "Because of 12.")));
    }

    private Map<String, Object> told() throws IOException {
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        try (var gateway = GatewayContext.open(options.setup(ledger, Path.of("policies")))) {
            var said = new RegistryHealth(gateway.registry(), gateway.alteredRows(), gateway.issuers(), gateway).call();
            assertThat(said.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            return said.getData().orElseThrow();
        }
    }

    @Test
    void itTellsHowManyPeopleThereAreAndHowManyAChangeTakes() throws Exception {
        try (var at = writer()) {
            at.add(TestOrganisation.of("hope", "nonprofit").build());
        }
        assertThat(told()).containsEntry("people", "none registered").containsEntry("approvals", "one");
        try (var at = writer()) {
            for (var id : List.of("m.roe", "b.doe")) {
                at.people().add(new Person(id, Set.of(Role.OPERATOR), null, null, NOW, null));
            }
            at.people().change(Approvals.TWO);
        }
        assertThat(told()).containsEntry("people", "2").containsEntry("approvals", "two");
    }

    @Test
    void itTellsWhichExemptionsEndWithinThirtyDays() throws Exception {
        try (var at = writer()) {
            at.add(TestOrganisation.of("hope", "nonprofit")
                    .in("US-OR")
                    .purposes("missing_child")
                    .build());
            grant(at, "far", 31);
        }
        assertThat(told()).doesNotContainKey("exemptions_ending");
        try (var at = writer()) {
            grant(at, "near", 29);
            grant(at, "revoked", 9);
            at.exemptions().revoke("revoked", NOW);
        }
        assertThat(told()).containsEntry("exemptions_ending", "near of hope on " + NOW.plus(Duration.ofDays(29)));
    }

    private static void grant(RegistryWriter at, String id, int days) {
        at.exemptions()
                .add(
                        new ExemptionGrant(
                                id,
                                "hope",
                                "identify",
                                "missing_child",
                                List.of("US-OR"),
                                NOW,
                                NOW.plus(Duration.ofDays(days)),
                                "c-7",
                                "m.roe"),
                        NOW);
    }
}
