package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.RegistryWriter;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A gateway asks ten times a second which policies wait: the registry's proposals are read once for each of its roots. */
class ProposedPoliciesTest {
    private static final PolicyActivation WAITING = new PolicyActivation("a".repeat(64), "b".repeat(64), 1, null);

    @TempDir
    private Path data;

    private int asked;

    private void change(Ledger ledger, Registry registry, String organisation) {
        var before = registry.lastVerifiedRoot();
        try (var at = RegistryWriter.open(data, LedgerChangeJournal.of(ledger))) {
            at.add(TestOrganisation.of(organisation, "nonprofit").build());
        }
        Await.until(() -> !registry.lastVerifiedRoot().equals(before));
    }

    private GatewaySettings settings() throws IOException {
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        return options.setup(LedgerAddress.ofFolder(data), Path.of("policies"));
    }

    @Test
    void theRegistryIsAskedOnceForEachRoot() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            RegistryWriter.open(data, LedgerChangeJournal.of(ledger)).close();
            try (var registry = Registry.open(data).watch()) {
                var policies = new RegistryPolicies(settings(), registry, ledger, this::read);
                change(ledger, registry, "hope");
                for (int tick = 0; tick < 5; tick++) {
                    assertThat(policies.proposed()).isEqualTo(WAITING);
                }
                assertThat(asked).isEqualTo(1);
                change(ledger, registry, "pier");
                assertThatThrownBy(policies::proposed).isInstanceOf(Unusable.class);
                for (int tick = 0; tick < 5; tick++) {
                    assertThat(policies.proposed())
                            .as("not that of an earlier root, nor read again")
                            .isNull();
                }
                assertThat(asked).isEqualTo(2);
                change(ledger, registry, "quay");
                assertThat(policies.proposed()).isEqualTo(WAITING);
                assertThat(asked).isEqualTo(3);
            }
        }
    }

    private Optional<PolicyActivation> read() {
        asked++;
        if (asked == 2) {
            throw new Unusable("The proposals cannot be read.");
        }
        return Optional.of(WAITING);
    }
}
