package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.identity.ExemptionGrant;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four eyes in a real PostgreSQL: proposed at one gateway, approved at another, as the gateways' role. */
class SharedProposalTest {
    @TempDir
    private Path folder;

    private static RegistryWriter as(String person, Place place) {
        return RegistryWriter.open(
                place.registry(), LedgerChangeJournal.of(place.ledger(), new ActingPerson(person, "Because of 12.")));
    }

    @Test
    void whatIsProposedAtOneIsApprovedAtTheOther() throws Exception {
        var first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        try (var gateway = SharedGateway.start(first)) {
            var second = first.joined(folder.resolve("b"));
            people(first);
            assertThat(gateway.refuses()).isFalse();
            var made = propose(first);
            try (var at = as("b.doe", second)) {
                assertThat(at.getOrganisation("hope").purposes()).containsExactly("missing_child");
                at.proposals().approve(made.id(), made.digest(), Instant.now());
                assertThat(at.getOrganisation("hope").purposes())
                        .containsExactlyInAnyOrder("missing_child", "trafficking_victim");
                assertThat(at.verify().isIntact()).isTrue();
            }
            try (var at = as("b.doe", first)) {
                assertThatThrownBy(() -> at.proposals().approve(made.id(), made.digest(), Instant.now()))
                        .isInstanceOf(Unacceptable.class);
            }
            try (var at = as("x.doe", second)) {
                assertThatThrownBy(() -> at.suspend("hope")).isInstanceOf(Unacceptable.class);
            }
        }
    }

    /** The role of the gateways removes nobody and no proposal. */
    @Test
    void theGatewaysRoleDeletesNoPerson() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        people(place);
        try (var store = RegistryDatabase.openExisting(place.registry())) {
            for (var table : List.of("person", "proposal", "registry_setting", "exemption")) {
                assertThatThrownBy(() ->
                                store.runExclusive(connection -> SqlStatements.run(connection, "DELETE FROM " + table)))
                        .as(table)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    /** An operator who cannot log in approves nothing, and does not make changes take two. */
    @Test
    void onlyOperatorsWhoCanLogInApprove() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        try (var at = as("m.roe", place)) {
            for (var id : List.of("m.roe", "b.doe")) {
                at.people().add(new Person(id, Set.of(Role.OPERATOR), null, null, Instant.now(), null));
            }
            assertThat(at.people().hasTwoApprovers()).isFalse();
            for (var id : List.of("m.roe", "b.doe")) {
                var login = new Person.Login("https://id.example", id);
                at.people().change(id, one -> new Person(id, one.roles(), null, login, one.added(), null));
            }
            assertThat(at.people().hasTwoApprovers()).isTrue();
            at.people().setTwoUnlessSet();
            assertThat(at.people().approvals()).isEqualTo(Approvals.TWO);
        }
    }

    private static void people(Place place) {
        try (var at = as("m.roe", place)) {
            at.add(TestOrganisation.of("hope", "nonprofit")
                    .in("US")
                    .purposes("missing_child")
                    .build());
            for (var id : List.of("m.roe", "b.doe")) {
                at.people().add(new Person(id, Set.of(Role.OPERATOR, Role.OFFICER), null, null, Instant.now(), null));
            }
            at.exemptions()
                    .add(
                            new ExemptionGrant(
                                    "g-1",
                                    "hope",
                                    "identify",
                                    "missing_child",
                                    List.of("US"),
                                    Instant.now(),
                                    Instant.now().plusSeconds(9000),
                                    "c-7",
                                    "m.roe"),
                            Instant.now());
            at.people().change(Approvals.TWO);
        }
    }

    private static Proposal propose(Place place) {
        try (var at = as("m.roe", place)) {
            at.change(
                    "hope",
                    one -> TestOrganisation.of("hope", "nonprofit")
                            .in("US")
                            .purposes("missing_child", "trafficking_victim")
                            .build());
            throw new AssertionError("It was not proposed.");
        } catch (ProposalMade made) {
            return made.proposal();
        }
    }
}
