package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.PurposeTerms;
import io.facegate.registry.RegistryException.Incomplete;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a proposal between its approval and its change, and with time. */
class ProposalRegisterTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path folder;

    private final List<String> acts = new ArrayList<>();
    private String refused = "none";

    /** Records in somebody's name; the ledger is down for one act. */
    private final class As implements ChangeJournal {
        private final String person;

        As(String person) {
            this.person = person;
        }

        @Override
        public void write(String act, String subject, @Nullable String named) {
            if (act.equals(refused)) {
                throw new Fault.LedgerDown("The ledger is down.");
            }
            acts.add(act);
        }

        @Override
        public String actor() {
            return person;
        }

        @Override
        public String reason() {
            return "Because of 12.";
        }
    }

    private RegistryWriter as(String person) {
        return RegistryWriter.open(folder, new As(person));
    }

    @BeforeEach
    void people() {
        try (var at = as("m.roe")) {
            at.add(TestOrganisation.of("hope", "nonprofit").build());
            for (var id : List.of("m.roe", "b.doe", "c.poe")) {
                at.people().add(new Person(id, Set.of(Role.OPERATOR), null, null, NOW, null));
            }
            at.people().change(Approvals.TWO);
        }
    }

    private Proposal propose() {
        try (var at = as("m.roe")) {
            at.suspend("hope");
            at.resume("hope");
            throw new AssertionError("It was not proposed.");
        } catch (ProposalMade made) {
            return made.proposal();
        }
    }

    private Proposal approve(String person, Proposal proposal, Instant at) {
        try (var registrar = as(person)) {
            return registrar.proposals().approve(proposal.id(), proposal.digest(), at);
        }
    }

    private boolean suspended() {
        try (var registrar = as("m.roe")) {
            return registrar.getOrganisation("hope").suspended();
        }
    }

    @Test
    void aCrashBetweenApprovalAndChangeIsResumedByTheSamePersonOnly() {
        var made = propose();
        refused = "org_resume";
        assertThatThrownBy(() -> approve("b.doe", made, Instant.now()))
                .isInstanceOf(Incomplete.class)
                .hasMessageContaining("is approved, which is on record, and its change was not made");
        assertThat(acts).endsWith("proposal_approve");
        assertThat(suspended()).isTrue();
        refused = "none";
        assertThatThrownBy(() -> approve("c.poe", made, Instant.now())).isInstanceOf(Unacceptable.class);
        assertThatThrownBy(() -> approve("m.roe", made, Instant.now())).isInstanceOf(Unacceptable.class);
        assertThat(approve("b.doe", made, Instant.now()).state()).isEqualTo(Proposal.State.APPLIED);
        assertThat(acts).endsWith("org_resume");
        assertThat(suspended()).isFalse();
    }

    @Test
    void aProposalExpiresAfter72HoursWhetherApprovedOrNot() {
        var made = propose();
        assertThat(made.expires()).isEqualTo(made.created().plus(Duration.ofHours(72)));
        assertThatThrownBy(() -> approve("b.doe", made, made.expires())).hasMessageContaining("expired");
        assertThat(made.status(made.expires())).isEqualTo("expired");
        refused = "org_resume";
        var last = made.expires().minusSeconds(1);
        assertThatThrownBy(() -> approve("b.doe", made, last)).isInstanceOf(Incomplete.class);
        refused = "none";
        assertThatThrownBy(() -> approve("b.doe", made, made.expires())).hasMessageContaining("expired");
        assertThat(suspended()).isTrue();
        assertThat(approve("b.doe", made, last).state()).as("the control").isEqualTo(Proposal.State.APPLIED);
    }

    @Test
    void aProposalOutlivesANewKey() {
        var made = propose();
        new SealRepair(RegistryAddress.ofFolder(folder), new As("c.poe")).rotate();
        assertThat(approve("b.doe", made, Instant.now()).state()).isEqualTo(Proposal.State.APPLIED);
        assertThat(suspended()).isFalse();
    }

    @Test
    void whoIsNobodyProposesNothing() {
        propose();
        acts.clear();
        try (var registrar = as("x.poe")) {
            assertThatThrownBy(() -> registrar.resume("hope")).isInstanceOf(Unacceptable.class);
        }
        assertThat(acts).containsExactly("change_refused");
    }

    private Proposal proposed(Consumer<RegistryWriter> change) {
        try (var at = as("m.roe")) {
            change.accept(at);
            throw new AssertionError("It was not proposed.");
        } catch (ProposalMade made) {
            return made.proposal();
        }
    }

    private static Person officer(Instant added, Role... more) {
        var roles = new HashSet<>(List.of(more));
        roles.add(Role.OFFICER);
        return new Person("f.cer", roles, null, null, added, null);
    }

    @Test
    void theSameIsProposedOnce() {
        var first = propose();
        acts.clear();
        assertThat(proposed(at -> at.resume("hope"))).isEqualTo(first);
        assertThat(acts).isEmpty();
        try (var at = as("b.doe")) {
            assertThatThrownBy(() -> at.resume("hope"))
                    .as("somebody else proposes for themselves")
                    .isInstanceOfSatisfying(
                            ProposalMade.class,
                            other -> assertThat(other.proposal().id()).isNotEqualTo(first.id()));
            at.proposals().reject(first.id(), Instant.now());
        }
        assertThat(proposed(at -> at.resume("hope")).id())
                .as("after it was rejected")
                .isNotEqualTo(first.id());
    }

    @Test
    void theMomentOfANewRowIsNoDifference() {
        var first = proposed(at -> at.people().add(officer(NOW)));
        assertThat(proposed(at -> at.people().add(officer(NOW.plusSeconds(9))))).isEqualTo(first);
        assertThat(proposed(at -> at.people().add(officer(NOW, Role.AUDITOR))).id())
                .isNotEqualTo(first.id());
    }

    private static Organisation under(Organisation one, String parent) {
        return one.toBuilder()
                .relations(new OrganisationRelations(parent, Set.of(), null))
                .build();
    }

    /** Each was right when it was proposed; together they would make a circle. */
    @Test
    void anApprovedParentLeadsNotBack() {
        try (var at = as("m.roe")) {
            at.add(TestOrganisation.of("amber", "nonprofit").build());
            at.add(TestOrganisation.of("blue", "nonprofit").build());
            at.change("hope", one -> under(one, "amber"));
        }
        var made = proposed(at -> at.change("hope", one -> under(one, "blue")));
        try (var at = as("m.roe")) {
            at.change("blue", one -> under(one, "hope"));
        }
        acts.clear();
        assertThatThrownBy(() -> approve("b.doe", made, Instant.now())).hasMessageContaining("lead back");
        assertThat(acts).isEmpty();
    }

    @Test
    void anApprovedExemptionNeedsThePurposeAndTimeLeft() {
        var now = Instant.now();
        try (var at = as("m.roe")) {
            at.people().add(new Person("f.cer", Set.of(Role.OFFICER), null, null, NOW, null));
        } catch (ProposalMade officer) {
            approve("b.doe", officer.proposal(), now);
        }
        var both = proposed(at -> at.people().change("m.roe", one -> withOfficer(one)));
        approve("b.doe", both, now);
        approve(
                "c.poe",
                proposed(at -> at.change(
                        "hope",
                        one -> one.toBuilder()
                                .purposeTerms(Map.of("missing_child", PurposeTerms.NONE))
                                .build())),
                now);
        var made = proposed(at -> at.exemptions().add(grant(now, now.plusSeconds(900)), now));
        var later = now.plusSeconds(9);
        assertThat(proposed(at -> at.exemptions().add(grant(later, now.plusSeconds(900)), later)))
                .as("each begins when it is granted")
                .isEqualTo(made);
        assertThatThrownBy(() -> approve("f.cer", made, now.plusSeconds(900))).hasMessageContaining("ended already");
        try (var at = as("m.roe")) {
            at.change("hope", one -> one.toBuilder().purposeTerms(Map.of()).build());
        }
        assertThatThrownBy(() -> approve("f.cer", made, now)).hasMessageContaining("purpose is not registered");
    }

    private static ExemptionGrant grant(Instant from, Instant until) {
        return new ExemptionGrant(
                "g-1", "hope", "identify", "missing_child", List.of("US"), from, until, "c-7", "m.roe");
    }

    private static Person withOfficer(Person one) {
        return new Person(one.id(), Set.of(Role.OPERATOR, Role.OFFICER), null, null, one.added(), null);
    }

    private static Organisation actingFor(Organisation one, String... principals) {
        return one.toBuilder()
                .relations(new OrganisationRelations(null, Set.of(principals), null))
                .build();
    }

    private void actFor(String... principals) {
        try (var at = as("m.roe")) {
            at.change("hope", one -> actingFor(one, principals));
        }
    }

    @Test
    void toActForOthersThanBeforeTakesTwo() {
        try (var at = as("m.roe")) {
            at.add(TestOrganisation.of("amber", "nonprofit").build());
            at.add(TestOrganisation.of("blue", "nonprofit").build());
        }
        actFor("amber", "blue");
        actFor("amber");
        assertThatThrownBy(() -> actFor("blue")).isInstanceOf(ProposalMade.class);
        assertThatThrownBy(() -> actFor("amber", "blue")).isInstanceOf(ProposalMade.class);
        assertThatThrownBy(this::actFor)
                .as("its credentials alone would decide")
                .isInstanceOf(ProposalMade.class);
        actFor("amber");
    }
}
