package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.Await;
import io.facegate.app.policies.PolicyOrigin;
import io.facegate.call.MachineClock;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Records;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime.NewestTimes;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.registry.Person;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.Role;
import io.facegate.usecase.delivery.BundleWorkshop;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The time of the ledger that a signed bundle waits for is not the machine's. */
class PolicyOpeningTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private Instant wall = NOON;
    private long nanos;
    private final MachineClock machine = () -> new MachineClock.Reading(wall, nanos);

    @Test
    void aMachineWhoseClockWasSetForwardBringsNoMomentSooner() {
        var clock = LedgerClock.of(new NewestTimes(NOON, NOON), machine);
        var latest = PolicyOpening.latest(() -> clock);
        assertThat(latest.get()).isEqualTo(NOON.plus(LedgerClock.AHEAD));

        wall = NOON.plus(Duration.ofDays(30));
        assertThat(latest.get()).as("no time passed").isEqualTo(NOON.plus(LedgerClock.AHEAD));

        nanos = Duration.ofMinutes(10).toNanos();
        assertThat(latest.get()).isEqualTo(NOON.plus(Duration.ofMinutes(10)).plus(LedgerClock.AHEAD));

        clock.accept();
        assertThat(latest.get()).as("a person accepted the clock").isAfter(NOON.plus(Duration.ofDays(30)));
    }

    /** A start that its policies end is ended on record too, with the reason, and nothing of it goes on. */
    @Test
    void aStartThatFailsIsOverAndOnRecord(@TempDir Path folder) throws IOException {
        var data = folder.resolve("data");
        var policies = Files.createDirectory(folder.resolve("policies"));
        for (var id : List.of("a", "b")) {
            Files.writeString(policies.resolve(id + ".yaml"), BundleWorkshop.pack(id, "refuse detect"));
        }
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        var setup = options.setup(LedgerAddress.ofFolder(data), policies);
        GatewayContext.open(setup).close();
        Files.delete(policies.resolve("b.yaml"));
        var before = threads();
        assertThatThrownBy(() -> GatewayContext.open(setup)).isInstanceOf(PolicyErrors.class);
        assertThat(acts(data)).endsWith("registry_verify", "policies_rejected", "stop");
        assertThat(Records.of(data).getLast()).contains("\"stated_reason\"");
        Await.until(() -> before.containsAll(threads()));
        Files.writeString(policies.resolve("b.yaml"), BundleWorkshop.pack("b", "refuse detect"));
        GatewayContext.open(setup).close();
    }

    /** Two operators make it two approvals; what one of them writes into the folder waits for the other's approval. */
    @Test
    void aFolderThatPermitsMoreIsInForceOnlyOnceTwoPeopleActivatedIt(@TempDir Path folder) throws IOException {
        var data = folder.resolve("data");
        var policies = Files.createDirectory(folder.resolve("policies"));
        var pack = policies.resolve("a.yaml");
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        var setup = options.setup(LedgerAddress.ofFolder(data), policies);
        add(data, "m.roe");
        Files.writeString(pack, BundleWorkshop.pack("a", "refuse detect"));
        GatewayContext.open(setup).close();
        Files.writeString(pack, BundleWorkshop.pack("a", "permit detect"));
        GatewayContext.open(setup).close();
        assertThat(loaded(data)).as("one operator is enough").isEqualTo(2);

        add(data, "b.doe");
        Files.writeString(pack, BundleWorkshop.pack("a", "permit detect", "permit verify"));
        assertThatThrownBy(() -> GatewayContext.open(setup))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("policy propose");
        assertThat(acts(data)).endsWith("policies_rejected", "stop");
        assertThat(loaded(data)).isEqualTo(2);

        var made = catchThrowableOfType(
                        ProposalMade.class,
                        () -> new ActivatedPolicies(as(data, "m.roe")).propose(ActivatedPolicies.pack(policies)))
                .proposal();
        new Proposals(as(data, "b.doe")).approve(made.id(), made.digest());
        try (var opened = GatewayContext.open(setup)) {
            assertThat(opened.policies().origin()).isEqualTo(PolicyOrigin.REGISTRY);
            assertThat(opened.policies().get().digest())
                    .isEqualTo(BundleWorkshop.digest(Map.of("a.yaml", Files.readString(pack))));
        }
    }

    private static void add(Path data, String person) {
        new People(as(data, "m.roe"))
                .add(new Person(person, Set.of(Role.OPERATOR, Role.POLICY_EDITOR), null, null, Instant.now(), null));
    }

    private static RegistryAccess as(Path data, String person) {
        return new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson(person, "Because of 12."));
    }

    private static long loaded(Path data) throws IOException {
        return acts(data).stream().filter("policies_loaded"::equals).count();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("registry-watch"))
                .collect(Collectors.toSet());
    }

    private static List<String> acts(Path data) throws IOException {
        var acts = new ArrayList<String>();
        for (var line : Records.of(data)) {
            acts.add(JsonMappers.PLAIN.readTree(line).path("act").asText());
        }
        return acts;
    }

    /** The clock is asked for each time: a gateway compares it anew when its ledger is opened again. */
    @Test
    void theClockThatIsInUseIsAsked() {
        var clocks = new LedgerClock[] {LedgerClock.of(new NewestTimes(NOON, NOON), machine)};
        var latest = PolicyOpening.latest(() -> clocks[0]);
        var later = NOON.plus(Duration.ofDays(1));
        wall = later;
        clocks[0] = LedgerClock.of(new NewestTimes(later, later), machine);
        assertThat(latest.get()).isEqualTo(later.plus(LedgerClock.AHEAD));
    }
}
