package io.facegate.app.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.postgres.Server;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyRemovalGuardTest {
    @TempDir
    private Path folder;

    /** A record of an older version names no packs; what it was read from is kept. */
    @Test
    void anOlderRecordIsCompletedByWhatIsKept() {
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        PolicyArchive.ofFolder(ledger.data()).store(policySet("a", "b"), files("a", "b"));
        write(ledger, new Administrative("policies_loaded", policySet("a", "b").digest(), Instant.now()));
        assertThatThrownBy(() -> last(ledger).findRemoved(policySet("a")))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("b.yaml: is missing, and the last set on record");
        assertThat(last(ledger, "b").findRemoved(policySet("a")).packs()).containsExactly("b");
        assertThat(last(ledger).findRemoved(policySet("a", "b", "c"))).isEqualTo(PolicyRemovalGuard.Removed.NOTHING);
    }

    @Test
    void aSetOfWhichNothingIsKnownMayOnlyBeReplacedByNamingIt() {
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        var digest = policySet("a", "b").digest();
        write(ledger, new Administrative("policies_loaded", digest, Instant.now()));
        assertThat(last(ledger).findRemoved(policySet("a", "b"))).isEqualTo(PolicyRemovalGuard.Removed.NOTHING);
        assertThatThrownBy(() -> last(ledger, "a", "b").findRemoved(policySet("a")))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("--allow-removal " + digest);
        assertThat(last(ledger, digest).findRemoved(policySet("a"))).isEqualTo(PolicyRemovalGuard.Removed.NOTHING);
    }

    /** Another gateway of the same ledger loaded the last set; its data folder is on another machine. */
    @Test
    void theSetOfAnotherGatewayCountsAsWell() throws Exception {
        var name = Server.shared().empty();
        PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
        var other =
                LedgerAddress.ofFolder(folder.resolve("other"), Server.shared().asGateway(name));
        var here =
                LedgerAddress.ofFolder(folder.resolve("here"), Server.shared().asGateway(name));
        Files.createDirectories(here.data());
        var both = policySet("a", "b");
        write(
                other,
                new Administrative("policies_loaded", both.digest(), Instant.now(), PolicyRemovalGuard.contents(both)));
        assertThatThrownBy(() -> last(here).findRemoved(policySet("a")))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("--allow-removal b");
    }

    /** A record has a largest size: where the packs do not fit, none is listed, and nothing is taken for known. */
    @Test
    void aVeryLargeSetIsOnRecordWithoutItsPacks() {
        var many = new Ledger.LoadedPacks(
                java.util.stream.IntStream.range(0, 500)
                        .mapToObj(at -> "a-pack-with-a-long-name-" + at)
                        .toList(),
                List.of("a"));
        assertThat(many.packs()).isEmpty();
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        write(ledger, new Administrative("policies_loaded", "0".repeat(64), Instant.now(), many));
        assertThatThrownBy(() -> last(ledger).findRemoved(policySet("a")))
                .hasMessageContaining("does not list its packs");
    }

    /** What is kept is compared whole, however little of it fits into its record. */
    @Test
    void aPackOfAVeryLargeSetIsMissed() {
        var many = java.util.stream.IntStream.range(0, 400)
                .mapToObj(at -> "a-pack-with-a-long-name-" + at)
                .toArray(String[]::new);
        var all = policySet(many);
        assertThat(PolicyRemovalGuard.contents(all).packs()).isEmpty();
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        PolicyArchive.ofFolder(ledger.data()).store(all, files(many));
        write(ledger, new Administrative("policies_loaded", all.digest(), Instant.now()));
        var fewer = policySet(java.util.Arrays.copyOf(many, 399));
        assertThatThrownBy(() -> last(ledger).findRemoved(fewer)).hasMessageContaining("name-399.yaml: is missing");
    }

    /** The ledger is not read: it has no record at all. */
    @Test
    void approvedPoliciesAreComparedWithThoseThatDecide() {
        var guard = last(LedgerAddress.ofFolder(folder.resolve("data")));
        assertThat(guard.findApprovedRemoved(policySet("a", "b"), policySet("b", "c"))
                        .packs())
                .containsExactly("a");
        assertThat(guard.findApprovedRemoved(policySet("a"), policySet("a", "b")))
                .isEqualTo(PolicyRemovalGuard.Removed.NOTHING);
    }

    private static PolicyRemovalGuard last(LedgerAddress ledger, String... allowed) {
        return new PolicyRemovalGuard(ledger, PolicyArchive.ofFolder(ledger.data()), Set.of(allowed));
    }

    private static PolicySet policySet(String... packs) {
        return PolicyReader.read(files(packs));
    }

    private static Map<String, byte[]> files(String... packs) {
        var files = new TreeMap<String, byte[]>();
        for (var pack : packs) {
            var text = "pack: " + pack
                    + "\ntitle: T\nbinds: B.\nrules:\n  - {id: r, effect: permit, match: {purpose: loyalty}}\n";
            files.put(pack + ".yaml", text.getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static void write(LedgerAddress address, Administrative act) {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.recordAct(act);
        }
    }
}
