package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.ReviewQueue.UseState;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
            assertThat(AuthorisationJob.attempted(id -> AuthorisationJob.suspend(registry, id)))
                    .rejects("nobody")
                    .accepts("hope");
            AuthorisationJob.suspend(registry, "hope");
            assertThat(organisations.show("hope").getFirst().entry().state()).isEqualTo(OrganisationState.SUSPENDED);
            assertThat(Records.of(data).stream().filter(line -> line.contains("\"act\":\"org_suspend\"")))
                    .hasSize(1);
        }
    }

    @Test
    void aStopAlsoHoldsUpCallsInAnothersName() throws Exception {
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        var setup = options.setup(LedgerAddress.ofFolder(data), Path.of("policies"));
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var reviews = HeldResponses.open(data, (act, subject, person) -> {}, HeldResponses.AGE)) {
            AuthorisationSample.permit(ledger, Instant.now().minusSeconds(1), "stop_on_rejection");
            try (var job = AuthorisationJob.start(setup, ledger, reviews)) {
                var queue = job.watching(reviews);
                Await.until(() -> job.follower().isKnown());
                var police = Sample.askedByPolice().caller();
                assertThat(queue.useState(police)).isEqualTo(UseState.STOPPED);
                var other = TestOrganisation.of("hope", "nonprofit").in("US").build();
                assertThat(queue.useState(calling(police, other))).isEqualTo(UseState.OPEN);
                assertThat(queue.useState(calling(police, police.organisation(), other)))
                        .isEqualTo(UseState.STOPPED);
                assertThat(queue.useState(calling(police, other, police.organisation())))
                        .isEqualTo(UseState.STOPPED);
            }
        }
    }

    private static Caller calling(Caller like, Organisation caller, Organisation... principals) {
        return new Caller(caller, List.of(principals), like.purpose(), List.of(), "sigv4", "key", null);
    }
}
