package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.Records;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.HeldResponse.State;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.ReviewQueue.Submission;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.registry.postgres.RegistryMigration;
import io.facegate.testkit.ReducedTries;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways that hold answers for review in one real PostgreSQL, as their least-privileged role. */
class SharedHeldResponsesTest {
    private static final Instant NOW = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private static final int ROUNDS = ReducedTries.times(8, 20);
    private static final byte[] BODY = "{\"FaceMatches\":[{\"Similarity\":99.5}]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Place first;
    private Place second;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<HeldResponses> opened = new ArrayList<>();

    @BeforeEach
    void migrate() throws Exception {
        first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        second = first.joined(folder.resolve("b"));
    }

    @AfterEach
    void close() {
        opened.forEach(HeldResponses::close);
    }

    private HeldResponses open(Place place) {
        return open(place, place.journal());
    }

    private HeldResponses open(Place place, ChangeJournal journal) {
        TamperAlarm alarm = (table, row) -> told.add(table + '/' + row);
        var held = HeldResponses.open(
                place.registry(),
                journal,
                Duration.ofDays(7),
                SealOptions.ALONE,
                name -> policy(alarm, journal.roots().newest(name)));
        opened.add(held);
        return held;
    }

    private static SealOptions policy(TamperAlarm alarm, @Nullable RegistryRoots newest) {
        return new SealOptions(alarm, newest == null, newest == null ? null : newest.after());
    }

    private void sql(String statement) {
        Server.shared().tamper(first.ledger().database(), "SET search_path = facegate_registry; " + statement);
    }

    static Submission submission(int number) {
        var asked = new FaceCall(
                "rekognition",
                "SearchFacesByImage",
                Facts.of(Set.of(Capability.IDENTIFY_RETRO)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of("Number", (long) number),
                null);
        return new Submission(caller("26-1"), asked, 2, NOW);
    }

    private static Caller caller(String matter) {
        return TestCaller.of(TestOrganisation.of("pd", "law_enforcement.police").build())
                .purpose("lead")
                .attested(new AttestedContext(Set.of(), Map.of(), matter))
                .by("sigv4", "FGAK1")
                .build();
    }

    static ReviewCopy reviewCopy() {
        return new ReviewCopy(BODY, 1, List.of(0.995));
    }

    private static State state(HeldResponses at, int number) {
        return at.find(submission(number)).orElseThrow().state();
    }

    private List<String> recordsOfReviewers() {
        return Records.of(first.ledger()).stream()
                .filter(record -> record.contains("\"registry\":\"reviewers:"))
                .toList();
    }

    /** So that no start reads the whole ledger to learn that there are none. */
    @Test
    void thatThereAreNoReviewersIsOnRecordOnce() {
        try (var gateway = SharedGateway.start(first);
                var other = SharedGateway.start(second)) {
            var held = open(first, LedgerChangeJournal.of(gateway.ledger));
            held.recordRoot();
            Await.until(() -> !recordsOfReviewers().isEmpty());
            held.recordRoot();
            assertThat(recordsOfReviewers()).singleElement().asString().contains(RegistryRoots.EMPTY);
            open(second, LedgerChangeJournal.of(other.ledger)).recordRoot();
            held.reviewService().add("hope", "m.roe", NOW);
            Await.until(() -> recordsOfReviewers().size() > 1);
            held.recordRoot();
            assertThat(recordsOfReviewers())
                    .as("the second is the change, which needs no other record")
                    .hasSize(2);
        }
    }

    @Test
    void anAnswerThatOneHoldsIsApprovedAtTheOtherAndReleasedAtBoth() {
        var a = open(first);
        var b = open(second);
        a.reviewService().add("pd", "doe", NOW);
        b.reviewService().add("pd", "roe", NOW);
        a.hold("d-1", submission(1), reviewCopy());
        assertThat(state(b, 1)).isEqualTo(State.PENDING);
        assertThat(b.reviewService().all(NOW))
                .singleElement()
                .satisfies(held -> assertThat(b.reviewService().scores(held)).containsExactly(0.995));
        b.reviewService().approve("d-1", "doe", NOW);
        assertThatThrownBy(() -> a.reviewService().approve("d-1", "doe", NOW)).isInstanceOf(Unacceptable.class);
        assertThat(state(a, 1)).isEqualTo(State.PENDING);
        b.reviewService().approve("d-1", "roe", NOW);
        for (var at : List.of(a, b)) {
            assertThat(state(at, 1)).isEqualTo(State.APPROVED);
            assertThat(at.release(at.find(submission(1)).orElseThrow())).isEqualTo(BODY);
        }
        assertThat(b.find(submission(2))).as("another request").isEmpty();
        b.reviewService().reject("d-1", "roe", "another person", NOW);
        assertThat(state(a, 1)).isEqualTo(State.REJECTED);
        assertThatThrownBy(() -> a.release(a.find(submission(1)).orElseThrow())).isInstanceOf(Fault.RegistryDown.class);
        b.reviewService().remove("pd", "roe", NOW);
        a.hold("d-2", submission(2), reviewCopy());
        assertThatThrownBy(() -> a.reviewService().approve("d-2", "roe", NOW)).isInstanceOf(Unacceptable.class);
        assertThat(told).isEmpty();
    }

    @Test
    void ofTwoGatewaysThatHoldTheAnswerToOneRequestAtOnceOneDoes() throws Exception {
        var a = open(first);
        var b = open(second);
        for (int number = 0; number < ROUNDS; number++) {
            int asked = number;
            var ids = new CopyOnWriteArrayList<String>();
            var both = List.of(a, b).stream()
                    .map(at -> Thread.ofVirtual()
                            .start(() ->
                                    ids.add(at.hold((at == a ? "a-" : "b-") + asked, submission(asked), reviewCopy())
                                            .id())))
                    .toList();
            for (var each : both) {
                each.join();
            }
            assertThat(new HashSet<>(ids)).hasSize(1);
            assertThat(ids).hasSize(2);
        }
        assertThat(a.reviewService().all(NOW)).hasSize(ROUNDS);
    }

    @Test
    void approvalsAndARejectionAtOnceEndInOneState() throws Exception {
        var a = open(first);
        var b = open(second);
        for (var who : List.of("doe", "roe", "poe")) {
            a.reviewService().add("pd", who, NOW);
        }
        for (int number = 0; number < ROUNDS; number++) {
            var id = "d-" + number;
            a.hold(id, submission(number), reviewCopy());
            var refused = new AtomicInteger();
            var all = List.<Runnable>of(
                            () -> a.reviewService().approve(id, "doe", NOW),
                            () -> b.reviewService().approve(id, "roe", NOW),
                            () -> b.reviewService().reject(id, "poe", null, NOW))
                    .stream()
                    .map(act -> Thread.ofVirtual().start(() -> {
                        try {
                            act.run();
                        } catch (Unacceptable over) {
                            refused.incrementAndGet();
                        }
                    }))
                    .toList();
            for (var each : all) {
                each.join();
            }
            assertThat(state(a, number)).isEqualTo(State.REJECTED);
            assertThat(b.find(submission(number))).isEqualTo(a.find(submission(number)));
        }
    }

    @Test
    void aCaseBeginsOnceForAll() {
        var a = open(first);
        var b = open(second);
        assertThat(a.firstUse(caller("26-1"), NOW)).isEqualTo(NOW);
        assertThat(b.firstUse(caller("26-1"), NOW.plusSeconds(60))).isEqualTo(NOW);
        sql("UPDATE begun SET first = 0");
        assertThat(b.firstUse(caller("26-1"), NOW)).isEqualTo(Instant.EPOCH);
        sql("DELETE FROM begun");
        assertThat(a.firstUse(caller("26-1"), NOW)).as("removed").isEqualTo(Instant.EPOCH);
    }

    @Test
    void whatSomebodyWroteBySqlReleasesNothing() {
        var a = open(first);
        var b = open(second);
        a.reviewService().add("pd", "doe", NOW);
        a.hold("d-1", submission(1), reviewCopy());
        b.reviewService().approve("d-1", "doe", NOW);
        sql("INSERT INTO approval VALUES ('d-1', 'ghost', 1)");
        for (var at : List.of(a, b)) {
            assertThatThrownBy(() -> at.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
        }
        sql("DELETE FROM approval WHERE reviewer = 'ghost'; INSERT INTO reviewer (organisation, id, added) VALUES"
                + " ('pd', 'ghost', 1)");
        assertThatThrownBy(() -> b.reviewService().approve("d-1", "ghost", NOW)).isInstanceOf(Unacceptable.class);
        assertThat(b.reviewService().soundReviewers()).extracting(Reviewer::id).containsExactly("doe");
        sql("UPDATE reviewer SET removed = 1 WHERE id = 'doe'");
        assertThatThrownBy(() -> b.reviewService().add("pd", "doe", NOW)).isInstanceOf(Unacceptable.class);
        assertThat(b.reviewService().remove("pd", "doe", NOW).removed())
                .as("a forged removal is written as one")
                .isEqualTo(NOW);
        b.reviewService().add("pd", "doe", NOW);
        sql("CREATE TABLE public.h AS SELECT * FROM held; UPDATE held SET required = 1");
        assertThatThrownBy(() -> b.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
        assertThat(b.reviewService().all(NOW)).isEmpty();
        sql("UPDATE held SET required = h.required, sealed = convert_to('x', 'UTF8') FROM public.h h");
        assertThat(state(b, 1)).as("the control").isEqualTo(State.PENDING);
        assertThatThrownBy(() -> b.release(b.find(submission(1)).orElseThrow()))
                .as("another content")
                .isInstanceOf(Fault.RegistryDown.class);
        assertThat(told).contains("held/d-1");
    }

    /** Somebody keeps an approved answer with everything beside it, and puts it back after it was rejected. */
    @Test
    void anOlderStateIsRefusedWhileGatewaysRunAndAfterARestart() {
        try (var gateway = SharedGateway.start(first)) {
            var a = open(first, LedgerChangeJournal.of(gateway.ledger));
            a.reviewService().add("pd", "doe", NOW);
            a.reviewService().add("pd", "roe", NOW);
            a.hold("d-1", submission(1), reviewCopy());
            a.reviewService().approve("d-1", "doe", NOW);
            a.reviewService().approve("d-1", "roe", NOW);
            for (var table : List.of("held", "approval", "reviewer", "held_list", "held_head")) {
                sql("CREATE TABLE public.older_" + table + " AS SELECT * FROM " + table);
            }
            a.reviewService().reject("d-1", "doe", null, NOW);
            a.recordRoot();
            sql("DELETE FROM held");
            for (var table : List.of("held", "approval", "reviewer", "held_list", "held_head")) {
                sql("DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM public.older_" + table);
            }
            assertThatThrownBy(() -> a.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
        }
        var again = open(second);
        assertThatThrownBy(() -> again.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
        assertThat(told).contains("held/all");
    }

    @Test
    void theGatewaysRoleChangesNoApprovalAndRemovesNoReviewer() throws Exception {
        open(first).close();
        for (var statement : List.of(
                "UPDATE facegate_registry.approval SET reviewer = 'x'",
                "DELETE FROM facegate_registry.approval",
                "DELETE FROM facegate_registry.reviewer",
                "DELETE FROM facegate_registry.begun",
                "UPDATE facegate_registry.begun SET first = 0",
                "UPDATE facegate_registry.held SET organisations = 'x'",
                "UPDATE facegate_registry.gallery SET owner = 'x'")) {
            try (var gateway = first.registry()
                    .database()
                    .connect(new PostgresAddress.Session("test", RegistryMigration.SCHEMA, 60))) {
                assertThatThrownBy(() -> SqlStatements.run(gateway, statement))
                        .as(statement)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void aRotationEncryptsThemAgainAndTheIdenticalRequestStillFindsIts() throws Exception {
        var a = open(first);
        var b = open(second);
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("pd"));
        }
        a.reviewService().add("pd", "doe", NOW);
        a.reviewService().add("pd", "roe", NOW);
        a.hold("d-1", submission(1), reviewCopy());
        a.firstUse(caller("26-1"), NOW);
        b.reviewService().approve("d-1", "doe", NOW);
        new SealRepair(first.registry(), first.journal()).rotate();
        assertThatThrownBy(() -> b.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
        Files.copy(
                folder.resolve("a/registry.key"),
                folder.resolve("b/registry.key"),
                StandardCopyOption.REPLACE_EXISTING);
        Await.until(() -> finds(a) && finds(b));
        b.reviewService().approve("d-1", "roe", NOW);
        assertThat(a.release(a.find(submission(1)).orElseThrow())).isEqualTo(BODY);
        assertThat(b.firstUse(caller("26-1"), NOW.plusSeconds(60))).isEqualTo(NOW);
    }

    /** No call fails, and none of the two reports rows that somebody changed. */
    @Test
    void aRotationOfAMasterKeyOrDataKeyIsNoAlteration() throws Exception {
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("pd"));
        }
        var a = open(first);
        var b = open(second);
        a.hold("d-1", submission(1), reviewCopy());
        assertThat(state(b, 1)).isEqualTo(State.PENDING);
        var data = second.registry().data();
        try (var _ = SharedGateway.start(second)) {
            for (var asked : List.of(
                    new DataKeyRotation("file:" + folder.resolve("one.key"), false),
                    new DataKeyRotation(null, true),
                    new DataKeyRotation("file:" + folder.resolve("two.key"), true))) {
                new SealRepair(first.registry(), first.journal()).rotate(asked);
                assertThat(state(b, 1)).isEqualTo(State.PENDING);
                assertThat(state(a, 1)).isEqualTo(State.PENDING);
                var newest = MasterKeyReference.read(first.registry().data());
                Await.until(() -> newest != null && newest.equals(MasterKeyReference.read(data)));
            }
        }
        b.hold("d-2", submission(2), reviewCopy());
        assertThat(state(a, 2)).isEqualTo(State.PENDING);
        assertThat(told).isEmpty();
    }

    /** Once the list verifies again, the alarm is ready for the next time. */
    @Test
    void eachAlterationOfTheListIsReported() {
        var acts = new CopyOnWriteArrayList<String>();
        var altered = new AlteredRows((act, subject, person) -> acts.add(act + ' ' + subject));
        var a = HeldResponses.open(
                first.registry(),
                first.journal(),
                HeldResponses.AGE,
                SealOptions.ALONE,
                name -> policy(altered, first.journal().roots().newest(name)));
        opened.add(a);
        a.hold("d-1", submission(1), reviewCopy());
        sql("CREATE TABLE public.head AS SELECT * FROM held_head");
        for (int times = 1; times <= 2; times++) {
            sql("UPDATE held_head SET count = 9");
            assertThatThrownBy(() -> a.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
            assertThatThrownBy(() -> a.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
            assertThat(altered.rows()).containsExactly("held/all");
            assertThat(acts).hasSize(times).containsOnly("registry_altered held/all");
            sql("UPDATE held_head SET count = head.count FROM public.head");
            assertThat(state(a, 1)).isEqualTo(State.PENDING);
            assertThat(altered.count()).isZero();
        }
    }

    private static boolean finds(HeldResponses at) {
        try {
            return at.find(submission(1)).isPresent();
        } catch (Fault.RegistryDown down) {
            return false;
        }
    }

    /** What was held by a gateway alone is released by gateways that share it, and the other way round. */
    @Test
    void aMoveTakesThemAlongAndBack() throws Exception {
        var data = folder.resolve("own");
        var moving = first.joined(data);
        var journal = moving.journal();
        var changes = new HashMap<String, String>();
        try (var own = HeldResponses.open(data, journal, HeldResponses.AGE)) {
            own.reviewService().add("pd", "doe", NOW);
            own.reviewService().add("pd", "roe", NOW);
            own.hold("d-1", submission(1), reviewCopy());
            own.reviewService().approve("d-1", "doe", NOW);
            own.hold("d-2", submission(2), reviewCopy());
            own.reviewService().reject("d-2", "doe", "another person", NOW);
            own.firstUse(caller("26-1"), NOW);
            changes.putAll(own.reviewService().changeContents());
        }
        var a = open(moving);
        var b = open(second);
        assertThat(changes).hasSize(2);
        assertThat(a.reviewService().changeContents()).containsAllEntriesOf(changes);
        assertThat(data.resolve("held/held.db")).doesNotExist();
        assertThat(data.resolve("held/held.key")).doesNotExist();
        b.reviewService().approve("d-1", "roe", NOW);
        assertThat(b.release(b.find(submission(1)).orElseThrow())).isEqualTo(BODY);
        assertThat(state(a, 2)).isEqualTo(State.REJECTED);
        assertThat(b.firstUse(caller("26-1"), NOW.plusSeconds(60))).isEqualTo(NOW);
        b.hold("d-3", submission(3), reviewCopy());

        try (var reader = PostgresRegistryConnection.open(first.registry().database())) {
            var policies = new HeldResponseMove.Policies(name -> SealOptions.ALONE, SealOptions.ALONE);
            reader.read(connection -> {
                HeldResponseMove.intoFolder(moving.registry(), connection, policies, journal);
                return policies;
            });
        }
        try (var back = HeldResponses.open(data, journal, HeldResponses.AGE)) {
            assertThat(back.release(back.find(submission(1)).orElseThrow())).isEqualTo(BODY);
            assertThat(state(back, 2)).isEqualTo(State.REJECTED);
            assertThat(state(back, 3)).isEqualTo(State.PENDING);
            back.reviewService().approve("d-3", "doe", NOW);
            assertThat(back.firstUse(caller("26-1"), NOW.plusSeconds(60))).isEqualTo(NOW);
        }
    }

    /** Killed after its rows arrived: an answer that was wiped meanwhile does not come back with its files. */
    @Test
    void aMoveThatIsBegunAgainTakesNothingTwice() throws Exception {
        var held = folder.resolve("a/held");
        try (var own = HeldResponses.open(folder.resolve("a"), first.journal(), HeldResponses.AGE)) {
            own.reviewService().add("pd", "doe", NOW);
            own.reviewService().add("pd", "roe", NOW);
            own.hold("d-1", submission(1), reviewCopy());
            own.reviewService().approve("d-1", "doe", NOW);
            own.reviewService().approve("d-1", "roe", NOW);
        }
        var files = List.of("held.db", "held.key");
        for (var name : files) {
            Files.copy(held.resolve(name), folder.resolve(name));
        }
        open(first);
        var b = open(second, (act, subject, person) -> {});
        assertThat(state(b, 1)).isEqualTo(State.APPROVED);
        b.wipe("d-1");
        for (var name : files) {
            Files.copy(folder.resolve(name), held.resolve(name));
        }
        open(first);
        assertThat(held.resolve("held.db")).doesNotExist();
        assertThat(b.find(submission(1))).isEmpty();
        for (var name : files) {
            Files.copy(folder.resolve(name), held.resolve(name));
        }
        try (var own = HeldResponses.open(folder.resolve("a"), first.journal(), HeldResponses.AGE)) {
            own.hold("d-2", submission(2), reviewCopy());
        }
        assertThatThrownBy(() -> open(first)).hasMessageContaining("changed since");
        assertThat(held.resolve("held.db")).exists();
    }

    /** Killed after its rows arrived, between any two files that it deletes. */
    @Test
    void aKillWhileTheFilesAreDeletedLeavesNothingForGood() throws Exception {
        var held = folder.resolve("a/held");
        try (var own = HeldResponses.open(folder.resolve("a"), first.journal(), HeldResponses.AGE)) {
            own.hold("d-1", submission(1), reviewCopy());
        }
        Files.copy(held.resolve("held.db"), folder.resolve("held.db"));
        open(first);
        var left = List.of("held.db-wal", "held.db-shm", "held.key");
        for (int deleted = 0; deleted <= left.size(); deleted++) {
            Files.copy(folder.resolve("held.db"), held.resolve("held.db.moved"));
            for (var name : left.subList(deleted, left.size())) {
                Files.writeString(held.resolve(name), "left");
            }
            open(first);
            assertThat(held).as("killed after %d", deleted).isEmptyDirectory();
        }
        assertThat(state(open(second), 1)).isEqualTo(State.PENDING);
    }

    @Test
    void anOlderCopyOfAFolderIsNotTakenAlongAgain() throws Exception {
        var data = folder.resolve("a");
        try (var own = HeldResponses.open(data, first.journal(), HeldResponses.AGE)) {
            own.hold("d-1", submission(1), reviewCopy());
        }
        Files.createDirectories(folder.resolve("kept"));
        for (var name : List.of("held.db", "held.key")) {
            Files.copy(
                    data.resolve("held").resolve(name), folder.resolve("kept").resolve(name));
        }
        open(first);
        for (var name : List.of("held.db", "held.key")) {
            Files.copy(
                    folder.resolve("kept").resolve(name), data.resolve("held").resolve(name));
        }
        var known = new SealOptions(TamperAlarm.NONE, false, "galleries:" + "0".repeat(32));
        assertThatThrownBy(() -> HeldResponses.open(
                        first.registry(), first.journal(), HeldResponses.AGE, known, name -> SealOptions.ALONE))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("older copy");
    }

    @Test
    void whatExpiredIsWipedOnceForAll() {
        var acts = new CopyOnWriteArrayList<String>();
        ChangeJournal journal = (act, subject, person) -> acts.add(act + ' ' + subject);
        var a = open(first, journal);
        var b = open(second, journal);
        a.hold("d-1", submission(1), reviewCopy());
        a.sweep(NOW.plus(Duration.ofDays(6)));
        assertThat(b.find(submission(1))).isPresent();
        b.sweep(NOW.plus(Duration.ofDays(8)));
        a.sweep(NOW.plus(Duration.ofDays(8)));
        assertThat(a.find(submission(1))).isEmpty();
        assertThat(acts).containsExactly("review_expire d-1");
        assertThat(told).isEmpty();
    }

    @Test
    void aKilledServerLosesNothingAndReleasesNothingMeanwhile() throws Exception {
        try (var server = Server.in(folder.resolve("server"), Map.of())) {
            var place = Place.of(folder.resolve("c"), Server.shared().ledger(), server.registry());
            try (var gateway = SharedGateway.start(place)) {
                assertThat(gateway.refuses()).isFalse();
            }
            var a = open(place);
            var b = open(place.joined(folder.resolve("d")));
            a.reviewService().add("pd", "doe", NOW);
            a.reviewService().add("pd", "roe", NOW);
            a.hold("d-1", submission(1), reviewCopy());
            b.reviewService().approve("d-1", "doe", NOW);
            server.kill();
            for (var at : List.of(a, b)) {
                assertThatThrownBy(() -> at.find(submission(1))).isInstanceOf(Fault.RegistryDown.class);
                assertThatThrownBy(() -> at.hold("d-2", submission(2), reviewCopy()))
                        .isInstanceOf(Fault.RegistryDown.class);
                assertThatThrownBy(() -> at.reviewService().approve("d-1", "roe", NOW))
                        .isInstanceOf(Unusable.class);
            }
            server.startAgain();
            Await.until(() -> finds(a) && finds(b));
            assertThat(state(b, 1)).isEqualTo(State.PENDING);
            b.reviewService().approve("d-1", "roe", NOW);
            assertThat(a.release(a.find(submission(1)).orElseThrow())).isEqualTo(BODY);
        }
    }

    /** A gateway is killed right after it held an answer: the other has it. */
    @Test
    void aKilledGatewayLosesNothing() throws Exception {
        var held = new CountDownLatch(1);
        var child = HeldResponseChild.start(second, held);
        held.await();
        child.destroyForcibly().waitFor();
        var a = open(first);
        a.reviewService().add("pd", "doe", NOW);
        a.reviewService().approve("d-1", "doe", NOW);
        assertThat(a.find(submission(1)).orElseThrow().review().approvals()).hasSize(1);
    }
}
