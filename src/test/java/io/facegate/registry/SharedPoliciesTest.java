package io.facegate.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.Await;
import io.facegate.app.policies.ActivatedPoliciesFollower;
import io.facegate.app.policies.PoliciesInForce;
import io.facegate.app.policies.PolicyFolder;
import io.facegate.app.policies.PolicyLooseningGuard;
import io.facegate.app.policies.PolicyOrigin;
import io.facegate.app.policies.PolicyReloader;
import io.facegate.app.policies.PolicyRemovalGuard;
import io.facegate.call.Fault;
import io.facegate.ledger.postgres.Server;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.usecase.delivery.BundleWorkshop;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that two gateways of a real PostgreSQL take from the registry, and what somebody with the database can do. */
class SharedPoliciesTest {
    private static final Map<String, String> FOLDER = pack("refuse detect");
    private static final Map<String, String> SMALL = pack("permit detect");
    private static final Map<String, String> SMALLER = pack("permit detect", "refuse verify");
    private static final Map<String, String> LARGE = pack("permit detect", "permit verify");

    @TempDir
    private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private Place place;
    private Running first;
    private Running second;

    private static Map<String, String> pack(String... rules) {
        return Map.of("a.yaml", BundleWorkshop.pack("a", rules));
    }

    /** A gateway as far as it follows policies: its registry, its ledger and its own folder of policies. */
    private final class Running implements AutoCloseable {
        private final SharedGateway gateway;
        private final ActivatedPoliciesFollower follower;
        private final Path own;

        Running(Place where) throws IOException {
            gateway = SharedGateway.start(where);
            own = write(where.registry().data().resolve("own"), FOLDER);
            var named = named();
            var archive = PolicyArchive.ofFolder(where.registry().data());
            var last = new PolicyRemovalGuard(where.ledger(), archive, Set.of());
            opened.add(gateway);
            var activation = named.named();
            follower = activation == null
                    ? ActivatedPoliciesFollower.beside(startFolder(archive, last), named, _ -> List.of())
                    : ActivatedPoliciesFollower.start(
                            activation,
                            named,
                            _ -> List.of(),
                            engine -> new PoliciesInForce(engine, archive, last, gateway.ledger::recordAct));
            follower.watch();
            opened.add(this);
        }

        private PolicyReloader startFolder(PolicyArchive archive, PolicyRemovalGuard last) {
            var policies = new PolicyFolder(own, _ -> List.of());
            var approval = new PolicyLooseningGuard(
                    gateway.place().ledger(),
                    archive,
                    () -> gateway.registry.requireSnapshot().approvalStatus().approvals());
            return PolicyReloader.start(policies, policies.load(), approval, last, gateway.ledger::recordAct);
        }

        private ActivatedPoliciesFollower.ActivatedPolicySource named() {
            return new ActivatedPoliciesFollower.ActivatedPolicySource() {
                @Override
                public @Nullable PolicyActivation named() {
                    return gateway.registry.lastVerified().policies();
                }

                @Override
                public ActivatedPolicies.Verified read(PolicyActivation named) {
                    var where = gateway.place();
                    return new ActivatedPolicies(
                                    RegistryAccess.ofGateway(where.registry(), where.ledger(), gateway.ledger))
                            .read(named);
                }
            };
        }

        RegistryAccess as(String person) {
            var where = gateway.place();
            return new RegistryAccess(
                    where.registry(), where.ledger(), gateway.ledger, new ActingPerson(person, "Because of 12."));
        }

        String digest() {
            return follower.inForce().get().digest();
        }

        boolean decidesBy(Map<String, String> policies) {
            return digest().equals(BundleWorkshop.digest(policies))
                    && follower.inForce().origin() == PolicyOrigin.REGISTRY
                    && !isStopped();
        }

        boolean isStopped() {
            try {
                follower.requireInForce();
                return false;
            } catch (Fault.RegistryDown down) {
                return true;
            }
        }

        @Override
        public void close() {
            follower.close();
        }
    }

    private static Path write(Path into, Map<String, String> files) throws IOException {
        Files.createDirectories(into);
        for (var file : files.entrySet()) {
            Files.writeString(into.resolve(file.getKey()), file.getValue());
        }
        return into;
    }

    private byte[] archive(Map<String, String> files) throws IOException {
        return ActivatedPolicies.pack(write(Files.createTempDirectory(folder, "next"), files));
    }

    @BeforeEach
    void startTwo() throws Exception {
        place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        var other = place.joined(folder.resolve("b"));
        try (var at = RegistryWriter.open(place.registry(), place.journal())) {
            for (var id : List.of("m.roe", "b.doe")) {
                at.people()
                        .add(new Person(
                                id, Set.of(Role.OPERATOR, Role.POLICY_EDITOR), null, null, Instant.now(), null));
            }
            at.people().add(new Person("d.roe", Set.of(Role.OPERATOR), null, null, Instant.now(), null));
            at.people().add(new Person("c.poe", Set.of(Role.POLICY_EDITOR), null, null, Instant.now(), null));
            at.people().change(Approvals.TWO);
        }
        first = new Running(place);
        second = new Running(other);
    }

    @AfterEach
    void close() throws Exception {
        for (var one : opened.reversed()) {
            one.close();
        }
    }

    private Proposal propose(Map<String, String> policies) throws IOException {
        var archive = archive(policies);
        return catchThrowableOfType(ProposalMade.class, () -> new ActivatedPolicies(first.as("m.roe")).propose(archive))
                .proposal();
    }

    private static void approve(Running at, String person, Proposal made) {
        new Proposals(at.as(person)).approve(made.id(), made.digest());
    }

    private void activate(Map<String, String> policies) throws IOException {
        approve(second, "b.doe", propose(policies));
        awaitBoth(policies);
    }

    private void awaitBoth(Map<String, String> policies) {
        Await.until(() -> first.decidesBy(policies) && second.decidesBy(policies));
    }

    private void sql(String... statements) throws Exception {
        try (var attacker = Server.shared().superuser(place.ledger().database());
                var sql = attacker.createStatement()) {
            sql.execute("SET search_path = facegate_registry");
            for (var one : statements) {
                sql.execute(one);
            }
        }
    }

    @Test
    void bothGatewaysDecideByWhatTwoPeopleActivated() throws Exception {
        var made = propose(SMALL);
        assertThat(made.changes())
                .contains("digest: none -> " + BundleWorkshop.digest(SMALL))
                .anyMatch(line -> line.startsWith("permits_more: none -> no policies were activated before"));
        assertThatThrownBy(() -> approve(second, "m.roe", made))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("m.roe proposed this");
        assertThatThrownBy(() -> new Proposals(second.as("b.doe")).approve(made.id(), "0".repeat(64)))
                .isInstanceOf(Unacceptable.class);
        assertThat(first.digest()).isEqualTo(BundleWorkshop.digest(FOLDER));
        assertThat(first.follower.inForce().origin()).isEqualTo(PolicyOrigin.FOLDER);
        var proposals = new Proposals(second.as("b.doe"));
        assertThat(proposals.newestPolicies()).contains(requireNonNull(made.policiesAfter()));
        approve(second, "b.doe", made);
        awaitBoth(SMALL);
        assertThat(proposals.newestPolicies()).isEmpty();
    }

    /** The folder that a gateway started with is not looked at any more, and a restart does not go back to it. */
    @Test
    void theFolderCountsUntilSomethingIsActivated() throws Exception {
        activate(SMALL);
        write(first.own, LARGE);
        activateAlone(SMALLER);
        first.close();
        first.gateway.close();
        first = new Running(place);
        assertThat(first.decidesBy(SMALLER)).isTrue();
    }

    /** Nobody has activated anything yet, so the folder counts; but one person's edit of it permits nothing more. */
    @Test
    void anEditOfTheFolderThatPermitsMoreTakesTwoPeopleToo() throws Exception {
        write(first.own, SMALL);
        Await.until(() -> first.follower.inForce().problem() != null);
        assertThat(first.follower.inForce().problem())
                .contains("older ones are in force", "it permits calls that are refused so far", "policy propose");
        assertThat(first.digest()).isEqualTo(BundleWorkshop.digest(FOLDER));
        activate(SMALL);
        assertThat(first.follower.inForce().problem()).isNull();
    }

    /** What only refuses more takes one person, what permits more takes two, also the way back. */
    @Test
    void oneIsEnoughToRefuseMoreAndTwoForTheWayBack() throws Exception {
        activate(SMALL);
        activateAlone(SMALLER);
        assertThat(propose(LARGE).changes())
                .anyMatch(line -> line.startsWith("permits_more: none -> it permits calls that are refused so far")
                        && line.contains("verify"));
        var back = catchThrowableOfType(
                ProposalMade.class,
                () -> new ActivatedPolicies(first.as("m.roe")).proposeStored(BundleWorkshop.digest(SMALL)));
        var proposed = new ActivatedPolicies(second.as("b.doe")).read(back.proposal());
        assertThat(proposed.before().digest()).isEqualTo(BundleWorkshop.digest(SMALLER));
        assertThat(proposed.after().digest()).isEqualTo(BundleWorkshop.digest(SMALL));
        approve(second, "b.doe", back.proposal());
        awaitBoth(SMALL);
    }

    private void activateAlone(Map<String, String> policies) throws IOException {
        new ActivatedPolicies(first.as("m.roe")).propose(archive(policies));
        awaitBoth(policies);
    }

    /** Somebody who only edits policies can refuse them too. */
    @Test
    void onePersonRejectsAndAnExpiredProposalIsNotApproved() throws Exception {
        var made = propose(SMALL);
        new Proposals(second.as("c.poe")).reject(made.id());
        assertThat(new Proposals(second.as("c.poe")).newestPolicies()).isEmpty();
        assertThatThrownBy(() -> approve(second, "b.doe", made)).hasMessageContaining("is rejected already");
        var late = propose(SMALL);
        try (var at = RegistryWriter.open(
                place.registry(), LedgerChangeJournal.of(first.gateway.ledger, new ActingPerson("b.doe", "Late.")))) {
            assertThatThrownBy(() -> at.proposals()
                            .approve(late.id(), late.digest(), Instant.now().plus(Duration.ofDays(3))))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("has expired");
        }
        assertThat(first.digest()).isEqualTo(BundleWorkshop.digest(FOLDER));
    }

    /** A proposal is compared with what was in force when it was made, so it is void once that is other policies. */
    @Test
    void whatWasComparedWithOtherPoliciesIsNotApproved() throws Exception {
        activate(SMALL);
        var large = propose(LARGE);
        activateAlone(SMALLER);
        assertThatThrownBy(() -> approve(second, "b.doe", large)).hasMessageContaining("was changed meanwhile");
        activate(SMALL);
        assertThatThrownBy(() -> approve(second, "b.doe", large)).hasMessageContaining("was changed meanwhile");
    }

    @Test
    void filesThatWereChangedAreNotApproved() throws Exception {
        var made = propose(SMALL);
        sql("UPDATE policy_content SET archive = decode('" + hex(archive(LARGE)) + "', 'hex')");
        assertThatThrownBy(() -> approve(second, "b.doe", made))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("their files in it are missing or were changed outside Facegate");
        assertThat(second.digest()).isEqualTo(BundleWorkshop.digest(FOLDER));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A gateway that starts reads the files again; the same policies, proposed again, mend them. */
    @Test
    void noGatewayStartsWithFilesThatWereChanged() throws Exception {
        activate(SMALL);
        for (var change : List.of(
                "UPDATE policy_content SET archive = decode('" + hex(archive(LARGE)) + "', 'hex')",
                "UPDATE policy_content SET archive = convert_to(repeat('x', 7000000), 'UTF8')",
                "DELETE FROM policy_content")) {
            sql(change);
            var refused = place.joined(Files.createTempDirectory(folder, "c"));
            assertThatThrownBy(() -> new Running(refused)).as(change).isInstanceOf(Unusable.class);
            assertThatThrownBy(() -> new ActivatedPolicies(first.as("m.roe")).propose(archive(SMALL)))
                    .hasMessageContaining("are the activated ones already");
            var third = place.joined(Files.createTempDirectory(folder, "d"));
            assertThat(new Running(third).decidesBy(SMALL)).isTrue();
        }
    }

    /** Running gateways send nothing while the row does not verify, and go on once it does again. */
    @Test
    void aRowThatWasChangedStopsEveryGateway() throws Exception {
        activate(SMALL);
        for (var change : List.of(
                "UPDATE policy_activation SET digest = '" + "0".repeat(64) + "'",
                "UPDATE policy_activation SET permits_more = NULL",
                "DELETE FROM policy_activation",
                "INSERT INTO policy_activation SELECT 'other', digest, archive, number, permits_more, version, mac FROM"
                        + " policy_activation")) {
            sql("DROP TABLE IF EXISTS public.sound", "CREATE TABLE public.sound AS SELECT * FROM policy_activation");
            sql(change);
            Await.until(() -> first.isStopped() && second.isStopped());
            assertThat(first.follower.inForce().problem()).contains("was changed outside Facegate");
            sql("DELETE FROM policy_activation", "INSERT INTO policy_activation SELECT * FROM public.sound");
            awaitBoth(SMALL);
        }
    }

    /** An older row verifies by itself; the list of rows does not have it, and an older list is not the ledger's. */
    @Test
    void anOlderRowIsNotTaken() throws Exception {
        activate(LARGE);
        sql(
                "CREATE TABLE public.older_row AS SELECT * FROM policy_activation",
                "CREATE TABLE public.older_head AS SELECT * FROM seal_head");
        activateAlone(SMALL);
        sql("DELETE FROM policy_activation", "INSERT INTO policy_activation SELECT * FROM public.older_row");
        Await.until(() -> first.isStopped() && second.isStopped());
        sql("DELETE FROM seal_head", "INSERT INTO seal_head SELECT * FROM public.older_head");
        Await.until(() -> first.gateway.refuses() && second.gateway.refuses());
        assertThat(first.digest()).isEqualTo(BundleWorkshop.digest(SMALL));
    }

    /** Files that have the hash in the row, and another digest than the row says: nobody's gateway could write that. */
    @Test
    void theDigestIsComputedAnew() throws Exception {
        activate(SMALL);
        var current = new ActivatedPolicies(first.as("m.roe")).current();
        var digest = BundleWorkshop.digest(SMALLER);
        try (var at = RegistryWriter.open(
                place.registry(), LedgerChangeJournal.of(first.gateway.ledger, new ActingPerson("m.roe", "A lie.")))) {
            at.policies().activate(digest, archive(LARGE), current, null);
        }
        Await.until(() -> first.isStopped() && second.isStopped());
        assertThat(first.digest()).isEqualTo(BundleWorkshop.digest(SMALL));
        assertThat(first.follower.inForce().problem()).contains("do not match that digest: somebody changed them");
        activate(SMALL);
    }

    /** Accepting a changed row never puts its policies in force: they are proposed again, and take two people. */
    @Test
    void anAcceptedRowNamesNoPolicies() throws Exception {
        activate(LARGE);
        sql("UPDATE policy_activation SET number = 7");
        new SealRepair(place.registry(), place.journal()).accept(Instant.now());
        Await.until(() -> first.isStopped() && second.isStopped());
        assertThatThrownBy(() -> new Running(place.joined(folder.resolve("c")))).isInstanceOf(Unusable.class);
        activate(SMALLER);
    }

    @Test
    void whatIsNoArchiveOfPoliciesIsNotStored() throws Exception {
        var policies = new ActivatedPolicies(first.as("m.roe"));
        for (var bytes : List.of("no archive".getBytes(StandardCharsets.UTF_8), new byte[0])) {
            assertThatThrownBy(() -> policies.propose(bytes))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageStartingWith("The policies were not stored: ");
        }
        assertThatThrownBy(() -> policies.proposeStored("0".repeat(64))).isInstanceOf(Unacceptable.class);
        assertThatThrownBy(() -> policies.proposeStored("../x")).isInstanceOf(Unacceptable.class);
        assertThat(Server.shared()
                        .ask(place.ledger().database(), "SELECT count(*) FROM facegate_registry.policy_content"))
                .isEqualTo("0");
    }

    @Test
    void withoutTheRightNothingIsStored() throws Exception {
        var archive = archive(SMALL);
        assertThatThrownBy(() -> new ActivatedPolicies(first.as("d.roe")).propose(archive))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("policy_editor");
        assertThat(Server.shared()
                        .ask(place.ledger().database(), "SELECT count(*) FROM facegate_registry.policy_content"))
                .isEqualTo("0");
    }
}
