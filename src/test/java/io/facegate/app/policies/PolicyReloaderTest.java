package io.facegate.app.policies;

import static io.facegate.call.Capability.DETECT;
import static io.facegate.call.Capability.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Await;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.gateway.Gateway;
import io.facegate.gateway.NoTerms;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.Approvals;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that change while calls are judged by them; over real files and a real ledger. */
class PolicyReloaderTest {
    private static final Logger LOGGER = Logger.getLogger(PoliciesInForce.class.getName());

    @TempDir
    private Path folder;

    private Path policies;
    private Path data;
    private Ledger ledger;
    private PolicyReloader inForce;
    private List<PolicyMistake> veto = List.of();
    private Set<String> allowed = Set.of();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Handler ears = new Ears();

    @BeforeEach
    void open() throws IOException {
        policies = Files.createDirectory(folder.resolve("policies"));
        data = folder.resolve("data");
        ledger = Ledger.open(data, Sample.SETTINGS);
        LOGGER.addHandler(ears);
        write("a");
        inForce = begin(ledger::recordAct).watch();
    }

    @AfterEach
    void close() {
        LOGGER.removeHandler(ears);
        inForce.close();
        ledger.close();
    }

    @Test
    void noCallSeesHalfOfASet() throws Exception {
        var digests = Map.of(digest("a"), "a", digest("b"), "b");
        assertThat(digests).hasSize(2);
        var over = new AtomicBoolean();
        var passed = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var callers = new ArrayList<Future<?>>();
            for (int i = 0; i < 4; i++) {
                callers.add(threads.submit(() -> {
                    var gate = gate();
                    while (!over.get()) {
                        gate.process(credential(), PolicyReloaderTest::call, new NoTerms(), Instant.now());
                        passed.incrementAndGet();
                    }
                }));
            }
            try {
                for (var letter : List.of("b", "a", "b", "a", "b")) {
                    write(letter);
                    Await.until(() -> inForce.get().digest().equals(digest(letter)));
                    int enough = passed.get() + 60;
                    Await.until(() -> passed.get() >= enough);
                }
            } finally {
                over.set(true);
            }
            for (var caller : callers) {
                caller.get();
            }
        }
        ledger.close();
        var decisions = records("DECISION");
        assertThat(decisions).hasSizeGreaterThanOrEqualTo(300);
        var letters = new ArrayList<String>();
        for (var decision : decisions) {
            var letter = digests.get(decision.path("policies").asText());
            assertThat(letter).as("a digest that was never put in force").isNotNull();
            assertThat(decision.path("matched").toString())
                    .isEqualTo("[\"x/%s-detect\",\"y/%s-verify\"]".formatted(letter, letter));
            assertThat(decision.path("rule").asText()).isEqualTo("x/" + letter + "-detect");
            letters.add(letter);
        }
        assertThat(Set.copyOf(letters)).containsExactlyInAnyOrder("a", "b");
        assertThat(acts("policies_loaded"))
                .containsExactly(digest("a"), digest("b"), digest("a"), digest("b"), digest("a"), digest("b"));
        assertEachIsOnRecordBeforeItJudges();
    }

    @Test
    void everySetThatWasInForceIsKept() throws IOException {
        write("b");
        Await.until(() -> inForce.get().digest().equals(digest("b")));
        for (var digest : List.of(digest("a"), digest("b"))) {
            assertThat(PolicyArchive.ofFolder(data).read(digest).digest()).isEqualTo(digest);
        }
    }

    @Test
    void policiesThatComeWithoutInvariantsAreSaidToBeUnproved() throws IOException {
        assertThat(said).anyMatch(line -> line.contains("no invariants, so nothing was proved"));
        said.clear();
        var before = inForce.get();
        var invariants = "invariants:\n  - {id: everybody-detects, says: Everybody detects., kind: omission,"
                + " attributes: all}\n";
        replace("invariants.yaml", invariants);
        Await.until(() -> inForce.get() != before);
        assertThat(said)
                .anyMatch(line -> line.startsWith("Policies in force"))
                .noneMatch(line -> line.contains("proved"));
    }

    @Test
    void aSetWithMistakesIsRejectedOnceAndTheOldOneStays() throws IOException {
        var wrong = pack("x", "a", "detect").replace("capability: detect", "capability: dtect");
        replace("x.yaml", wrong);
        Await.until(() -> inForce.problem() != null);
        assertThat(inForce.problem())
                .startsWith("The policies in the folder were rejected; older ones are in force. x.yaml:7:")
                .contains("unknown capability 'dtect'");
        Await.until(() -> List.copyOf(said).stream().anyMatch(line -> line.startsWith("Rejected: x.yaml:7:")));
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        replace("x.yaml", wrong);
        replace("x.yaml", wrong + "# the same mistake in another file\n");
        Await.until(() -> acts("policies_rejected").size() == 2);
        replace("x.yaml", wrong);
        replace("x.yaml", pack("x", "a", "detect"));
        Await.until(() -> inForce.problem() == null);
        assertThat(Set.copyOf(acts("policies_rejected"))).hasSize(2);
        assertThat(acts("policies_loaded")).containsExactly(digest("a"));
    }

    @Test
    void aFolderThatVanishesChangesNothingAndMayComeBack() throws IOException {
        var away = folder.resolve("away");
        Files.move(policies, away);
        Await.until(() -> inForce.problem() != null);
        assertThat(inForce.problem()).contains("there is no such policy folder");
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        Files.move(away, policies);
        Await.until(() -> inForce.problem() == null);
        assertThat(acts("policies_rejected")).hasSize(1);
        assertThat(acts("policies_loaded")).containsExactly(digest("a"));
    }

    @Test
    void anEmptyFolderChangesNothing() throws IOException {
        Files.delete(policies.resolve("x.yaml"));
        Files.delete(policies.resolve("y.yaml"));
        Await.until(() -> inForce.problem() != null);
        assertThat(inForce.problem()).contains("has no policy");
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
    }

    @Test
    void whatIsWrittenWhileItIsReadIsReadAgain() throws IOException {
        inForce.close();
        var before = new PolicyFolder(policies, this::admission).traces();
        Files.writeString(policies.resolve("x.yaml"), "pack: x\n");
        assertThat(inForce.tryReload(before)).as("done with it").isFalse();
        Files.writeString(policies.resolve("x.yaml"), pack("x", "b", "detect"));
        assertThat(inForce.tryReload(before)).as("done with it").isFalse();
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        assertThat(inForce.problem()).isNull();
        assertThat(acts("policies_rejected")).isEmpty();
        assertThat(acts("policies_loaded")).containsExactly(digest("a"));
    }

    @Test
    void aSlowPenIsWaitedFor() throws Exception {
        var whole = pack("x", "b", "detect").getBytes(StandardCharsets.UTF_8);
        var file = policies.resolve("x.yaml");
        Files.write(file, new byte[0]);
        for (byte each : whole) {
            Files.write(file, new byte[] {each}, StandardOpenOption.APPEND);
            Thread.sleep(10);
        }
        replace("y.yaml", pack("y", "b", "verify"));
        Await.until(() -> inForce.get().digest().equals(digest("b")));
        assertThat(acts("policies_loaded")).startsWith(digest("a")).endsWith(digest("b"));
    }

    @Test
    void aFileThatStopsHalfwayIsNotTakenUntilItIsWhole() throws IOException {
        var whole = pack("x", "b", "detect");
        Files.writeString(policies.resolve("x.yaml"), whole.substring(0, whole.indexOf("effect")));
        Await.until(() -> inForce.problem() != null);
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        Files.writeString(
                policies.resolve("x.yaml"), whole.substring(whole.indexOf("effect")), StandardOpenOption.APPEND);
        Files.writeString(policies.resolve("y.yaml"), pack("y", "b", "verify"));
        Await.until(() -> inForce.get().digest().equals(digest("b")));
        Await.until(() -> inForce.problem() == null);
    }

    @Test
    void aSetIsOnRecordBeforeItIsUsed() throws IOException {
        inForce.close();
        var before = new CopyOnWriteArrayList<String>();
        inForce = begin(act -> {
            if (inForce != null && act.act().equals("policies_loaded")) {
                before.add(inForce.get().digest() + " then " + act.subject());
                assertThat(data.resolve("policies").resolve(act.subject())).isDirectory();
            }
        });
        inForce.watch();
        before.clear();
        write("b");
        Await.until(() -> inForce.get().digest().equals(digest("b")));
        assertThat(before).containsExactly(digest("a") + " then " + digest("b"));
    }

    @Test
    void whatCannotBeRecordedIsNotUsedUntilItCan() throws IOException {
        inForce.close();
        var down = new AtomicBoolean();
        inForce = begin(act -> {
            if (down.get()) {
                throw new Fault.LedgerDown("the disk is full");
            }
        });
        var watch = FolderWatch.start(
                new PolicyFolder(policies, this::admission).traces(), this::traces, inForce::tryReload);
        try (watch) {
            down.set(true);
            write("b");
            Await.until(() -> inForce.problem() != null);
            assertThat(inForce.problem()).endsWith("they cannot take effect: the disk is full");
            assertThat(inForce.get().digest()).isEqualTo(digest("a"));
            Files.writeString(policies.resolve("x.yaml"), "a mistake that cannot be recorded either");
            Await.until(() -> inForce.problem().contains("rejected"));
            down.set(false);
            write("b");
            Await.until(() -> inForce.problem() == null);
            assertThat(inForce.get().digest()).isEqualTo(digest("b"));
        }
    }

    @Test
    void whatCannotBeKeptIsNotUsed() throws IOException {
        Files.move(data.resolve("policies"), data.resolve("elsewhere"));
        Files.writeString(data.resolve("policies"), "no folder");
        write("b");
        Await.until(() -> inForce.problem() != null);
        assertThat(inForce.problem()).contains("cannot take effect");
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        assertThat(acts("policies_loaded")).containsExactly(digest("a"));
    }

    @Test
    void aSetMayBeVetoedThoughItCompiles() throws IOException {
        veto = List.of(new PolicyMistake("invariants.yaml", 3, 1, "police would be permitted to identify"));
        write("b");
        Await.until(() -> inForce.problem() != null);
        assertThat(inForce.problem()).endsWith("invariants.yaml:3:1: police would be permitted to identify");
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        Await.until(() -> acts("policies_rejected").size() == 1);
        assertThatThrownBy(() -> new PolicyFolder(policies, this::admission).load())
                .isInstanceOf(PolicyErrors.class);
    }

    @Test
    void aChangeBetweenTheFirstReadingAndTheFirstLookIsFound() throws IOException {
        inForce.close();
        var folderOfPolicies = new PolicyFolder(policies, this::admission);
        var first = folderOfPolicies.load();
        write("b");
        inForce = PolicyReloader.start(folderOfPolicies, first, approval(), last(), ledger::recordAct);
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        inForce.watch();
        Await.until(() -> inForce.get().digest().equals(digest("b")));
    }

    @Test
    void testsAndOtherFilesChangeNothing() throws Exception {
        Files.writeString(policies.resolve("x_test.yaml"), "suite: x\n");
        Files.writeString(policies.resolve("notes.txt"), "x");
        Files.writeString(policies.resolve(".x.yaml.swp"), "x");
        Thread.sleep(1_000);
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        assertThat(inForce.problem()).isNull();
        assertThat(acts("policies_loaded")).hasSize(1);
    }

    @Test
    void aBugInACheckLeavesTheOldSetAndTheWatchAlive() throws IOException {
        veto = null;
        write("b");
        Await.until(() -> inForce.problem() != null);
        assertThat(inForce.problem()).endsWith("cannot take effect: IllegalStateException");
        assertThat(inForce.get().digest()).isEqualTo(digest("a"));
        veto = List.of();
        replace("x.yaml", pack("x", "b", "detect"));
        Await.until(() -> inForce.get().digest().equals(digest("b")));
    }

    private void assertEachIsOnRecordBeforeItJudges() {
        var loaded = new ArrayList<String>();
        for (var record : records()) {
            if (record.path("act").asText().equals("policies_loaded")) {
                loaded.add(record.path("subject").asText());
            } else if (record.path("kind").asText().equals("DECISION")) {
                assertThat(loaded).contains(record.path("policies").asText());
            }
        }
    }

    private PolicyReloader begin(Consumer<Administrative> records) {
        var of = new PolicyFolder(policies, this::admission);
        return PolicyReloader.start(of, of.load(), approval(), last(), records);
    }

    private PolicyLooseningGuard approval() {
        return new PolicyLooseningGuard(
                LedgerAddress.ofFolder(data), PolicyArchive.ofFolder(data), () -> Approvals.ONE);
    }

    private PolicyRemovalGuard last() {
        return new PolicyRemovalGuard(LedgerAddress.ofFolder(data), PolicyArchive.ofFolder(data), allowed);
    }

    private List<PolicyMistake> admission(PolicySet policySet) {
        if (veto == null) {
            throw new IllegalStateException("a bug in the check of " + policySet.digest());
        }
        return veto;
    }

    private java.util.SortedMap<String, String> traces() {
        return new PolicyFolder(policies, this::admission).traces();
    }

    private void write(String letter) throws IOException {
        replace("x.yaml", pack("x", letter, "detect"));
        replace("y.yaml", pack("y", letter, "verify"));
    }

    /** As a careful editor does it. */
    private void replace(String name, String text) throws IOException {
        var fresh = Files.writeString(policies.resolve("." + name + ".new"), text);
        Files.move(fresh, policies.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String digest(String letter) {
        return PolicyReader.read(Map.of(
                        "x.yaml", pack("x", letter, "detect").getBytes(StandardCharsets.UTF_8),
                        "y.yaml", pack("y", letter, "verify").getBytes(StandardCharsets.UTF_8)))
                .digest();
    }

    private static String pack(String id, String letter, String capability) {
        return """
            pack: %s
            title: A test
            binds: Everybody.
            rules:
              - id: %s-%s
                effect: permit
                match: {capability: %s}
            """.formatted(id, letter, capability, capability);
    }

    private List<String> acts(String act) {
        return records().stream()
                .filter(record -> record.path("act").asText().equals(act))
                .map(record -> record.path("subject").asText())
                .toList();
    }

    private List<JsonNode> records(String kind) {
        return records().stream()
                .filter(record -> record.path("kind").asText().equals(kind))
                .toList();
    }

    private List<JsonNode> records() {
        return Records.of(data).stream().map(PolicyReloaderTest::tree).toList();
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Gateway gate() {
        return new Gateway(
                (credential, now) -> Sample.caller(Sample.nonprofit(), "missing_child"),
                inForce.inForce(),
                ledger,
                new Provider() {
                    @Override
                    public CallPlan plan(Caller caller, FaceCall asked) {
                        return PlannedCall.unowned(asked).alone();
                    }

                    @Override
                    public Reply send(Cleared cleared) {
                        cleared.consume();
                        return new Reply.Verbatim(200, new byte[0], null);
                    }
                },
                (by, picture) -> 1);
    }

    private static Credential credential() {
        return new Credential.Missing(new Credential.Request("POST", "/", "", List.of(), "127.0.0.0/24", true));
    }

    private static FaceCall call() {
        return new FaceCall(
                "rekognition",
                "CompareFaces",
                FaceCall.Facts.of(Set.of(DETECT, VERIFY)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of(),
                null);
    }

    private final class Ears extends Handler {
        @Override
        public void publish(LogRecord translated) {
            said.add(java.text.MessageFormat.format(
                    translated.getMessage(),
                    translated.getParameters() == null ? new Object[0] : translated.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
