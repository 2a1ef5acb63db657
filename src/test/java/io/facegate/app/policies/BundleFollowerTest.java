package io.facegate.app.policies;

import static io.facegate.usecase.delivery.BundleWorkshop.pack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.LoadedPacks;
import io.facegate.ledger.PolicyDelivery;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.SignedNote;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.proof.PolicyActivationCheck;
import io.facegate.usecase.delivery.BundleServer;
import io.facegate.usecase.delivery.BundleSigners;
import io.facegate.usecase.delivery.BundleSigning;
import io.facegate.usecase.delivery.BundleWorkshop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that a real HTTPS server delivers to gateways with real ledgers and a clock that the test sets. */
class BundleFollowerTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final String[] ONE = {"jane"};
    private static final String[] TWO = {"jane", "omar"};
    private static final String NEVER = """
        invariants:
          - {id: never-enroll, says: Nobody enrolls., given: {capability: enroll}, expect: refuse}
        """;

    private static final Map<String, String> SMALL = Map.of("a.yaml", pack("a", "permit detect"));
    private static final Map<String, String> SMALL2 = Map.of("a.yaml", pack("a", "permit detect", "refuse verify"));
    private static final Map<String, String> LARGE = Map.of("a.yaml", pack("a", "permit detect", "permit verify"));
    private static final Map<String, String> LARGE2 =
            Map.of("a.yaml", pack("a", "permit detect", "permit verify", "refuse track"));
    private static final Map<String, String> BREAKING =
            Map.of("a.yaml", pack("a", "permit detect", "permit enroll"), "invariants.yaml", NEVER);

    @TempDir
    private Path folder;

    private final BundleWorkshop workshop = new BundleWorkshop("jane", "omar", "ada");
    private BundleSigners signers = workshop.signers(1, 2);
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MAX);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private BundleServer server;

    @BeforeEach
    void start() throws Exception {
        server = new BundleServer(folder);
        opened.add(server);
    }

    @AfterEach
    void close() throws Exception {
        for (var one : opened.reversed()) {
            one.close();
        }
    }

    /** One gateway: its data folder, its ledger and what follows bundles for it. */
    private final class Gateway implements AutoCloseable {
        private final Path data;
        private final HttpsBundleSource source =
                new HttpsBundleSource(server.address(), folder.resolve("vendor.pem"), Duration.ofSeconds(20));
        private Ledger ledger;
        private BundleFollower follower;
        private Consumer<Administrative> acts = act -> ledger.recordAct(act);

        Gateway(String name) throws IOException {
            data = folder.resolve(name);
            opened.add(this);
        }

        Gateway begin() {
            ledger = Ledger.open(data, Sample.SETTINGS);
            var address = LedgerAddress.ofFolder(data);
            var recipient = new BundleFollower.Recipient(address, now::get, latest::get, false);
            var archive = PolicyArchive.ofFolder(data);
            var delivery = new BundleDelivery(
                    source,
                    new BundleAdmission(signers, PolicyActivationCheck::check, recipient.dueCheck(), true),
                    new BundleFolder(data, true),
                    archive,
                    recipient::recorded);
            follower = BundleFollower.start(delivery, recipient.last(archive), act -> acts.accept(act));
            return this;
        }

        /** Takes what is delivered now. */
        Gateway look() {
            follower.fetch(source);
            return this;
        }

        String digest() {
            return follower.inForce().get().digest();
        }

        String problem() {
            return String.valueOf(follower.inForce().problem());
        }

        List<JsonNode> acts(String act) {
            return records(data, act);
        }

        void end() {
            if (follower != null) {
                follower.close();
                follower = null;
            }
            if (ledger != null) {
                ledger.close();
                ledger = null;
            }
        }

        @Override
        public void close() {
            end();
        }
    }

    private Gateway gateway(String name) throws IOException {
        return new Gateway(name).begin();
    }

    private byte[] bundle(Map<String, String> files, long serial, String... by) {
        return workshop.bundle(files, serial, null, by);
    }

    private static String digest(Map<String, String> files) {
        return BundleWorkshop.digest(files);
    }

    @Test
    void theRecordNamesTheBundleItsSignersAndItsCommit() throws Exception {
        var first = workshop.bundle(SMALL, 7, NOON.minusSeconds(60), TWO);
        server.delivers(first);
        var one = gateway("one");
        assertThat(one.digest()).isEqualTo(digest(SMALL));
        assertThat(one.problem()).isEqualTo("null");
        var loaded = one.acts("policies_loaded").getFirst();
        assertThat(loaded.path("subject").asText()).isEqualTo(digest(SMALL));
        assertThat(loaded.path("serial").asLong()).isEqualTo(7);
        assertThat(loaded.path("commit").asText()).isEqualTo("c0ffee7");
        assertThat(loaded.path("activation").asText()).startsWith("2026-12-01T11:59:00");
        assertThat(loaded.path("signers")).extracting(JsonNode::asText).containsExactly(id("jane"), id("omar"));
        var note = Files.readAllBytes(
                one.data.resolve("policy-bundles").resolve(loaded.path("bundle").asText() + ".note"));
        workshop.key("omar").vkey().requireSignature(SignedNote.parse(note));
        assertThat(loaded.toString()).doesNotContain("jane", "omar");
    }

    private String id(String name) {
        return HexFormat.of().toHexDigits(workshop.key(name).vkey().id());
    }

    @Test
    void aStartWithoutAnyBundleFails() {
        assertThatThrownBy(() -> gateway("one"))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("answers with status 404")
                .hasMessageContaining("the gateway does not start");
    }

    @Test
    void aStartWithABadBundleFails() {
        server.delivers(bundle(SMALL, 1, "mallory", "eve"));
        assertThatThrownBy(() -> gateway("one"))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("has 0 signatures of known signers");
    }

    /** Nothing was in force, so the first bundle permits more. */
    @Test
    void theFirstBundleNeedsTheSignersOfOneThatPermitsMore() throws Exception {
        server.delivers(bundle(SMALL, 1, ONE));
        assertThatThrownBy(() -> gateway("one")).hasMessageContaining("2 signers must approve that, and 1 did");
        server.delivers(bundle(SMALL, 1, TWO));
        assertThat(gateway("two").digest()).isEqualTo(digest(SMALL));
    }

    @Test
    void whatPermitsMoreNeedsMoreSigners() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        server.delivers(bundle(LARGE, 2, ONE));
        assertThat(one.look().problem())
                .startsWith("The policies in the bundle were rejected; older ones are in force. bundle: it permits"
                        + " calls that are refused so far, such as ")
                .contains("verify")
                .endsWith("2 signers must approve that, and 1 did");
        assertThat(one.digest()).isEqualTo(digest(SMALL));
        server.delivers(bundle(SMALL2, 3, ONE));
        assertThat(one.look().digest()).as("it only refuses more").isEqualTo(digest(SMALL2));
        assertThat(one.problem()).isEqualTo("null");
        server.delivers(bundle(LARGE, 4, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(LARGE));
        assertThat(one.acts("policies_rejected")).hasSize(1);
        assertThat(one.acts("policies_loaded"))
                .extracting(loaded -> loaded.path("serial").asLong())
                .containsExactly(1L, 3L, 4L);
    }

    @Test
    void whatBreaksAnInvariantIsRefusedWhoeverSigned() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        server.delivers(bundle(BREAKING, 2, "jane", "omar", "ada"));
        assertThat(one.look().problem()).contains("the invariant 'never-enroll' is refuted");
        assertThat(one.digest()).isEqualTo(digest(SMALL));
    }

    @Test
    void aPackOrAnInvariantGoesOnlyWithMoreSigners() throws Exception {
        var both = Map.of(
                "a.yaml", pack("a", "permit detect"), "b.yaml", pack("b", "refuse verify"), "invariants.yaml", NEVER);
        server.delivers(bundle(both, 1, TWO));
        var one = gateway("one");
        server.delivers(bundle(Map.of("a.yaml", both.get("a.yaml"), "invariants.yaml", NEVER), 2, ONE));
        assertThat(one.look().problem()).contains("it removes the pack b. 2 signers must approve");
        var renamed = NEVER.replace("capability: enroll", "capability: analyze");
        server.delivers(bundle(
                Map.of("a.yaml", both.get("a.yaml"), "b.yaml", both.get("b.yaml"), "invariants.yaml", renamed),
                3,
                ONE));
        assertThat(one.look().problem()).contains("it removes or changes the invariant never-enroll");
        server.delivers(bundle(Map.of("a.yaml", both.get("a.yaml")), 4, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL));
        assertThat(one.acts("pack_removed"))
                .extracting(act -> act.path("subject").asText())
                .containsExactly("b", "invariants");
        assertThat(one.acts("invariant_removed")).hasSize(1);
    }

    @Test
    void serialNumbersNeverGoBack() throws Exception {
        var old = bundle(SMALL, 1, TWO);
        server.delivers(old);
        var one = gateway("one");
        server.delivers(bundle(SMALL2, 5, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL2));
        server.delivers(old);
        assertThat(one.look().problem()).contains("its serial number 1 is not higher than 5");
        server.delivers(bundle(LARGE, 5, TWO));
        assertThat(one.look().problem()).contains("its serial number 5 is not higher than 5");
        assertThat(one.digest()).isEqualTo(digest(SMALL2));
        one.end();
        server.delivers(old);
        assertThat(one.begin().digest()).as("after a restart").isEqualTo(digest(SMALL2));
    }

    /** The ledger remembers what a data folder forgot. */
    @Test
    void anOlderBundleIsNotTakenByAGatewayThatLostIts() throws Exception {
        var old = bundle(SMALL, 1, TWO);
        server.delivers(old);
        var one = gateway("one");
        server.delivers(bundle(SMALL2, 2, TWO));
        one.look();
        one.end();
        for (var name : List.of("in-force.bundle", "waiting.bundle")) {
            Files.delete(one.data.resolve("policy-bundles").resolve(name));
        }
        server.delivers(old);
        assertThatThrownBy(one::begin)
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("its serial number 1 is lower than 2, which the ledger records");
        one.end();
        server.delivers(bundle(LARGE, 2, TWO));
        assertThatThrownBy(one::begin).hasMessageContaining("the ledger records another bundle");
    }

    @Test
    void aRollBackIsANewerBundleOfOlderPolicies() throws Exception {
        server.delivers(bundle(LARGE, 1, TWO));
        var one = gateway("one");
        server.delivers(bundle(SMALL, 2, ONE));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL));
        var archived = BundleSigning.readArchived(one.data, digest(LARGE));
        assertThat(archived.files()).containsOnlyKeys("a.yaml");
        server.delivers(bundle(LARGE, 3, ONE));
        assertThat(one.look().problem()).as("it permits more again").contains("2 signers must approve");
        server.delivers(bundle(LARGE, 4, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(LARGE));
    }

    @Test
    void aRestartWithoutANetworkTakesTheKeptBundleAndVerifiesItAgain() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        one.end();
        server.answers(exchange -> exchange.sendResponseHeaders(503, -1));
        assertThat(one.begin().digest()).isEqualTo(digest(SMALL));
        assertThat(one.problem())
                .startsWith("No bundle of policies can be fetched; the last one stays in force.")
                .endsWith("answers with status 503");
        one.end();
        var kept = one.data.resolve("policy-bundles/in-force.bundle");
        var good = Files.readAllBytes(kept);
        for (int at = 0; at < good.length; at += 97) {
            var changed = good.clone();
            changed[at] ^= 1;
            Files.write(kept, changed);
            Files.write(one.data.resolve("policy-bundles/waiting.bundle"), changed);
            assertThatThrownBy(one::begin).as("byte %d", at).isInstanceOf(PolicyErrors.class);
            one.end();
        }
        Files.write(kept, good);
        assertThat(one.begin().digest()).isEqualTo(digest(SMALL));
    }

    /** Whoever may sign is asked again at each start. */
    @Test
    void aKeptBundleOfSomebodyWhoMaySignNoMoreIsNotTaken() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        one.end();
        server.answers(exchange -> exchange.sendResponseHeaders(503, -1));
        signers = new BundleSigners(
                List.of(workshop.key("ada").vkey(), workshop.key("eve").vkey()), 1, 2);
        assertThatThrownBy(one::begin)
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("has 0 signatures of known signers");
    }

    @Test
    void badBundlesChangeNothing() throws Exception {
        var good = bundle(SMALL, 1, TWO);
        server.delivers(good);
        var one = gateway("one");
        var next = bundle(SMALL2, 2, ONE);
        var bad = new ArrayList<byte[]>();
        bad.add(new byte[0]);
        bad.add(Arrays.copyOf(next, next.length - 1));
        bad.add(Arrays.copyOf(next, next.length + 1));
        bad.add(bundle(SMALL2, 2, "mallory"));
        for (int at = 0; at < next.length; at += 131) {
            var changed = next.clone();
            changed[at] ^= 0x10;
            bad.add(changed);
        }
        for (var each : bad) {
            server.delivers(each);
            assertThat(one.look().problem()).contains("rejected; older ones are in force");
            assertThat(one.digest()).isEqualTo(digest(SMALL));
        }
        server.answers(exchange -> exchange.sendResponseHeaders(500, -1));
        assertThat(one.look().problem()).contains("rejected; older ones are in force");
        server.delivers(next);
        assertThat(one.look().digest()).as("the control").isEqualTo(digest(SMALL2));
        assertThat(one.problem()).isEqualTo("null");
        assertThat(one.acts("policies_rejected")).hasSize(bad.size());
    }

    @Test
    void twoGatewaysTakeTheSameBundleAtTheSameMoment() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var gateways = List.of(gateway("one"), gateway("two"));
        gateways.forEach(each -> each.follower.watch());
        server.delivers(workshop.bundle(LARGE, 2, NOON.plusSeconds(3600), TWO));
        gateways.forEach(Gateway::look);
        now.set(NOON.plusSeconds(3599));
        Thread.sleep(600);
        for (var each : gateways) {
            assertThat(each.digest()).as("a second before").isEqualTo(digest(SMALL));
            assertThat(each.follower.inForce().waiting().serial()).isEqualTo(2);
            assertThat(each.problem()).isEqualTo("null");
            assertThat(each.acts("policies_loaded")).hasSize(1);
        }
        server.answers(exchange -> exchange.sendResponseHeaders(503, -1));
        now.set(NOON.plusSeconds(3600));
        for (var each : gateways) {
            Await.until(() -> each.digest().equals(digest(LARGE)));
            Await.until(() -> each.follower.inForce().waiting() == null);
            assertThat(each.acts("policies_loaded")).hasSize(2);
        }
    }

    @Test
    void aBundleThatWaitsOutlastsARestart() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        server.delivers(workshop.bundle(LARGE, 2, NOON.plusSeconds(60), TWO));
        one.look();
        one.end();
        server.answers(exchange -> exchange.sendResponseHeaders(503, -1));
        one.begin();
        assertThat(one.digest()).isEqualTo(digest(SMALL));
        assertThat(one.follower.inForce().waiting().serial()).isEqualTo(2);
        one.end();
        now.set(NOON.plusSeconds(60));
        assertThat(one.begin().digest()).isEqualTo(digest(LARGE));
    }

    @Test
    void aNewerBundleReplacesOneThatWaits() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        server.delivers(workshop.bundle(LARGE, 2, NOON.plusSeconds(60), TWO));
        one.look();
        server.delivers(bundle(SMALL2, 3, ONE));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL2));
        now.set(NOON.plusSeconds(60));
        one.follower.activateIfDue();
        assertThat(one.digest()).isEqualTo(digest(SMALL2));
    }

    @Test
    void whatCannotBeRecordedIsNotInForce() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        var down = new AtomicBoolean(true);
        one.acts = act -> {
            if (down.get()) {
                throw new Fault.LedgerDown("the disk is full");
            }
            one.ledger.recordAct(act);
        };
        server.delivers(bundle(SMALL2, 2, ONE));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL));
        assertThat(one.problem()).endsWith("they cannot take effect: the disk is full");
        down.set(false);
        one.follower.activateIfDue();
        assertThat(one.digest()).isEqualTo(digest(SMALL2));
        assertThat(one.problem()).isEqualTo("null");
    }

    /** The same rule from shadow to warn to enforce, and back in one bundle. */
    @Test
    void aRuleIsRolledOutInStages() throws Exception {
        server.delivers(bundle(LARGE, 1, TWO));
        var one = gateway("one");
        long serial = 2;
        for (var mode : List.of("shadow", "warn", "enforce")) {
            var staged = Map.of("a.yaml", pack("a", "permit detect", "permit verify", "refuse verify mode: " + mode));
            server.delivers(bundle(staged, serial++, ONE));
            assertThat(one.look().digest()).as(mode).isEqualTo(digest(staged));
        }
        var back = Map.of("a.yaml", pack("a", "permit detect", "permit verify", "refuse verify mode: warn"));
        server.delivers(bundle(back, serial++, ONE));
        assertThat(one.look().problem()).contains("it permits calls that are refused so far");
        server.delivers(bundle(back, serial, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(back));
    }

    /** Another gateway has put a narrower set in force, which this one has not seen. */
    @Test
    void oneSignerDoesNotUndoWhatAnotherGatewayPutInForce() throws Exception {
        server.delivers(bundle(LARGE, 1, TWO));
        var one = gateway("one");
        recordLoaded(one, digest(SMALL), 2);
        server.delivers(bundle(LARGE, 3, ONE));
        assertThat(one.look().problem()).contains("which are not known here. 2 signers must approve");
        server.delivers(bundle(SMALL2, 4, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL2));
    }

    @Test
    void whatIsRecordedMeanwhileCountsAtTheMoment() throws Exception {
        server.delivers(bundle(LARGE, 1, TWO));
        var one = gateway("one");
        server.delivers(bundle(SMALL, 2, ONE));
        one.look();
        server.delivers(bundle(LARGE, 3, TWO));
        one.look();
        server.delivers(workshop.bundle(LARGE2, 5, NOON.plusSeconds(60), ONE));
        assertThat(one.look().problem()).isEqualTo("null");
        recordLoaded(one, digest(SMALL), 4);
        now.set(NOON.plusSeconds(60));
        one.follower.activateIfDue();
        assertThat(one.problem()).contains("it permits calls that are refused so far");
        assertThat(one.digest()).isEqualTo(digest(LARGE));
    }

    @Test
    void oneSignerDoesNotCancelARestrictionThatWaits() throws Exception {
        server.delivers(bundle(LARGE, 1, TWO));
        var one = gateway("one");
        server.delivers(workshop.bundle(SMALL, 2, NOON.plusSeconds(60), ONE));
        one.look();
        server.delivers(bundle(LARGE, 3, ONE));
        assertThat(one.look().problem()).contains("it permits calls that are refused so far");
        assertThat(one.follower.inForce().waiting().serial()).isEqualTo(2);
        one.end();
        assertThat(one.begin().follower.inForce().waiting().serial())
                .as("after a restart")
                .isEqualTo(2);
        now.set(NOON.plusSeconds(60));
        one.follower.activateIfDue();
        assertThat(one.digest()).isEqualTo(digest(SMALL));
        server.delivers(bundle(LARGE, 4, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(LARGE));
    }

    /** For one start the policies came from a folder, so the newest record has no number. */
    @Test
    void theKeptBundleIsTheLeastWhateverIsRecorded() throws Exception {
        var old = bundle(LARGE, 1, TWO);
        server.delivers(old);
        var one = gateway("one");
        server.delivers(bundle(SMALL, 2, ONE));
        one.look();
        one.ledger.recordAct(new Administrative("policies_loaded", digest(LARGE), Instant.now()));
        one.end();
        server.delivers(old);
        assertThat(one.begin().digest()).isEqualTo(digest(SMALL));
        one.ledger.recordAct(new Administrative("policies_loaded", digest(LARGE), Instant.now()));
        one.end();
        server.delivers(bundle(LARGE, 3, ONE));
        assertThat(one.begin().digest()).as("compared with the kept bundle").isEqualTo(digest(SMALL));
        server.delivers(bundle(LARGE, 2, TWO));
        assertThat(one.look().problem()).contains("serial number 2 is not higher than 2");
    }

    /** As after a prune, or with a new ledger. */
    @Test
    void withoutAnyRecordTheKeptBundleIsComparedWith() throws Exception {
        var old = bundle(LARGE, 1, TWO);
        server.delivers(old);
        var one = gateway("one");
        server.delivers(bundle(SMALL, 2, ONE));
        one.look();
        one.end();
        for (int run = 0; run < 3; run++) {
            var other = new Gateway("other" + run);
            Files.createDirectories(other.data.resolve("policy-bundles"));
            Files.copy(
                    one.data.resolve("policy-bundles/in-force.bundle"),
                    other.data.resolve("policy-bundles/in-force.bundle"));
            server.delivers(
                    List.of(old, bundle(LARGE, 3, ONE), bundle(LARGE, 2, TWO)).get(run));
            assertThat(other.begin().digest()).as("run %d", run).isEqualTo(digest(SMALL));
        }
    }

    @Test
    void oneSignerDoesNotUseUpTheSerialNumbers() throws Exception {
        server.delivers(bundle(SMALL, 1, TWO));
        var one = gateway("one");
        server.delivers(bundle(SMALL2, 999_999_999_999_999L, ONE));
        assertThat(one.look().problem())
                .contains("its serial number 999999999999999 is more than 1000 above 1")
                .endsWith("2 signers must approve that, and 1 did");
        one.end();
        assertThat(one.begin().digest()).as("nor at a start").isEqualTo(digest(SMALL));
        server.delivers(bundle(SMALL2, 1_001, ONE));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL2));
        server.delivers(bundle(SMALL, 20_261_201, TWO));
        assertThat(one.look().digest()).isEqualTo(digest(SMALL));
    }

    /** The machine's clock was set forward; the ledger knows that so much time has not passed. */
    @Test
    void theMomentDoesNotComeSoonerByAnotherClock() throws Exception {
        server.delivers(workshop.bundle(SMALL, 1, NOON, TWO));
        var one = gateway("one");
        server.delivers(workshop.bundle(LARGE, 2, NOON.plusSeconds(86_400), TWO));
        one.look();
        now.set(NOON.plusSeconds(86_400));
        latest.set(NOON.plusSeconds(3_600));
        one.follower.activateIfDue();
        assertThat(one.problem())
                .isEqualTo("bundle 2 is due by the clock of this machine, but not by the time of the ledger. If the"
                        + " clock is right, run: facegate ledger clock accept");
        assertThat(one.digest()).isEqualTo(digest(SMALL));
        one.end();
        latest.set(NOON.minusSeconds(1));
        assertThat(one.begin().digest()).as("after a restart").isEqualTo(digest(SMALL));
        assertThat(one.problem()).startsWith("bundle 2 is due by the clock of this machine");
        latest.set(NOON.plusSeconds(86_400));
        one.follower.activateIfDue();
        assertThat(one.digest()).as("confirmed").isEqualTo(digest(LARGE));
        assertThat(one.problem()).isEqualTo("null");
    }

    /** Another gateway puts policies in force. */
    private static void recordLoaded(Gateway at, String digest, long serial) {
        var bundle = new PolicyDelivery("7".repeat(64), serial, null, null, List.of("0badcafe"));
        at.ledger.recordAct(new Administrative(
                "policies_loaded", digest, Instant.now(), new LoadedPacks(List.of("a"), null).deliveredBy(bundle)));
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<JsonNode> records(Path data, String act) {
        return Records.of(data).stream()
                .map(BundleFollowerTest::tree)
                .filter(record -> record.path("act").asText().equals(act))
                .toList();
    }
}
