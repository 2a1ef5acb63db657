package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.testkit.ReducedTries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways with the owners of vendors' resources in one real PostgreSQL, as their least-privileged role. */
class SharedResourcesTest {
    /** In milliseconds, for a busy machine; what was measured is printed, for docs/scale.md. */
    private static final int ROUNDS = ReducedTries.times(60, 200);

    private static final long LATEST = 5000;

    private static final ResourceId JOB = new ResourceId("rekognition", ResourceKind.JOB, "j-1");

    @TempDir
    private Path folder;

    private Place first;
    private Place second;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<OwnedResources> opened = new ArrayList<>();

    @BeforeEach
    void migrate() throws Exception {
        first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        second = first.joined(folder.resolve("b"));
    }

    @AfterEach
    void close() {
        opened.forEach(OwnedResources::close);
    }

    private OwnedResources open(Place place) {
        var journal = place.journal();
        TamperAlarm alarm = (table, row) -> told.add(table + '/' + row);
        var resources = OwnedResources.open(
                place.registry(),
                InstantSource.system(),
                SealOptions.ALONE,
                name -> policy(alarm, journal.roots().newest(name)));
        opened.add(resources);
        return resources;
    }

    private static SealOptions policy(TamperAlarm alarm, @Nullable RegistryRoots newest) {
        return new SealOptions(alarm, newest == null, newest == null ? null : newest.after());
    }

    private void sql(String statement) {
        Server.shared().tamper(first.ledger().database(), "SET search_path = facegate_registry; " + statement);
    }

    private static ResourceId collection(int number) {
        return new ResourceId("rekognition", ResourceKind.COLLECTION, "c-" + number);
    }

    static OwnedResource owned(ResourceId handle, String organisation, String purpose) {
        return new OwnedResource(
                handle,
                organisation,
                purpose,
                Set.of(Capability.VIDEO_IDENTIFY, Capability.DETECT),
                0.8,
                "GetFaceSearch",
                "secret-token",
                "d-1",
                Instant.ofEpochSecond(Instant.now().getEpochSecond()),
                Instant.ofEpochSecond(Instant.now().plusSeconds(3600).getEpochSecond()));
    }

    @Test
    void whatIsMadeAtOneIsKnownAtTheOtherAtItsNextQuestion() throws Exception {
        var a = open(first);
        var b = open(second);
        var over = new AtomicBoolean();
        var calls = new AtomicInteger();
        var callers = List.of(a, b, a, b).stream()
                .map(at -> Thread.ofVirtual().start(() -> {
                    while (!over.get()) {
                        at.find(JOB);
                        if (calls.incrementAndGet() % 10 == 0) {
                            at.register(owned(collection(-calls.get() % 7), "hope", "other"));
                        }
                    }
                }))
                .toList();
        var whole = new ArrayList<Long>();
        for (int i = 0; i < ROUNDS; i++) {
            var at = i % 2 == 0 ? a : b;
            var other = i % 2 == 0 ? b : a;
            long began = System.nanoTime();
            var made = owned(collection(i), "hope", "missing_child");
            at.register(made);
            assertThat(other.find(made.handle())).contains(made);
            at.remove(made.handle());
            assertThat(other.find(made.handle())).isEmpty();
            whole.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        over.set(true);
        for (var caller : callers) {
            caller.join();
        }
        Collections.sort(whole);
        System.out.println("made, found, erased and not found at the other, beside " + calls + " questions: p50 "
                + whole.get(ROUNDS / 2) + " ms, p99 " + whole.get(ROUNDS * 99 / 100) + " ms, most " + whole.getLast()
                + " ms");
        assertThat(whole.get(ROUNDS * 99 / 100)).isLessThan(LATEST);
        assertThat(told).isEmpty();
    }

    @Test
    void ofTwoGatewaysThatBeginItAtOnceOneDoes() throws Exception {
        var a = open(first);
        var b = open(second);
        for (int i = 0; i < 50; i++) {
            var id = collection(i);
            var begun = new AtomicInteger();
            var both = List.of(a, b).stream()
                    .map(at -> Thread.ofVirtual().start(() -> {
                        if (at.registerIfAbsent(owned(id, "hope", at == a ? "missing_child" : "other"))) {
                            begun.incrementAndGet();
                        }
                    }))
                    .toList();
            for (var each : both) {
                each.join();
            }
            assertThat(begun).hasValue(1);
            assertThat(a.find(id)).isEqualTo(b.find(id)).isPresent();
        }
    }

    @Test
    void anotherOrganisationsResourceIsNotTakenOver() {
        var a = open(first);
        var b = open(second);
        a.register(owned(JOB, "hope", "missing_child"));
        assertThatThrownBy(() -> b.register(owned(JOB, "police", "missing_child")))
                .isInstanceOf(Fault.RegistryDown.class)
                .hasMessageContaining("withheld");
        assertThat(b.find(JOB).orElseThrow().organisation()).isEqualTo("hope");
    }

    @Test
    void rowsThatSomebodyWroteBySqlAreNotUsed() {
        var a = open(first);
        var b = open(second);
        a.register(owned(JOB, "hope", "missing_child"));
        assertThat(b.find(JOB)).isPresent();
        for (var change : List.of("organisation = 'thief'", "purpose = 'other'", "threshold = 0.1", "expires = NULL")) {
            sql("CREATE TABLE public.h AS SELECT * FROM handle; UPDATE handle SET " + change);
            assertThat(a.find(JOB)).as(change).isEmpty();
            assertThat(b.find(JOB)).as(change).isEmpty();
            assertThatThrownBy(() -> b.register(owned(JOB, "thief", "other"))).isInstanceOf(Fault.RegistryDown.class);
            // The control: as it was, it is used.
            sql("DELETE FROM handle; INSERT INTO handle SELECT * FROM public.h; DROP TABLE public.h");
            assertThat(b.find(JOB)).as("the control").isPresent();
        }
        assertThat(told).isNotEmpty().allMatch(row -> row.matches("handle/row-\\d+"));
        sql("DELETE FROM handle");
        assertThat(b.find(JOB)).isEmpty();
        assertThatThrownBy(() -> b.register(owned(JOB, "thief", "other"))).isInstanceOf(Fault.RegistryDown.class);
    }

    /** One row with its entry in the list, and then everything, as it was before a gallery was made anew. */
    @Test
    void anOlderStateIsRefusedWhileGatewaysRunAndAfterARestart() {
        var a = open(first);
        var b = open(second);
        var gallery = collection(1);
        a.register(owned(gallery, "hope", "missing_child"));
        sql("CREATE TABLE public.h AS SELECT * FROM handle; CREATE TABLE public.l AS SELECT * FROM handle_list;"
                + " CREATE TABLE public.d AS SELECT * FROM handle_head");
        a.remove(gallery);
        a.register(owned(gallery, "hope", "other"));
        assertThat(b.find(gallery).orElseThrow().purpose()).isEqualTo("other");
        sql("CREATE TABLE public.h2 AS SELECT * FROM handle; CREATE TABLE public.l2 AS SELECT * FROM handle_list;"
                + " CREATE TABLE public.d2 AS SELECT * FROM handle_head");
        sql("DELETE FROM handle; INSERT INTO handle SELECT * FROM public.h");
        sql("UPDATE handle_list l SET mac = o.mac FROM public.l o WHERE o.ref = l.ref");
        assertThat(b.find(gallery)).as("the row and its entry").isEmpty();
        var third = open(second);
        assertThatThrownBy(() -> third.find(gallery)).as("a start").isInstanceOf(Fault.RegistryDown.class);
        sql("DELETE FROM handle_list; INSERT INTO handle_list SELECT * FROM public.l; DELETE FROM handle_head; INSERT"
                + " INTO handle_head SELECT * FROM public.d");
        for (var at : List.of(a, b)) {
            assertThatThrownBy(() -> at.find(gallery)).isInstanceOf(Fault.RegistryDown.class);
            assertThatThrownBy(() -> at.register(owned(JOB, "hope", "other"))).isInstanceOf(Fault.RegistryDown.class);
        }
        sql("DELETE FROM handle; INSERT INTO handle SELECT * FROM public.h2; DELETE FROM handle_list; INSERT INTO"
                + " handle_list SELECT * FROM public.l2; DELETE FROM handle_head; INSERT INTO handle_head SELECT *"
                + " FROM public.d2");
        assertThat(b.find(gallery).orElseThrow().purpose()).as("the control").isEqualTo("other");
    }

    @Test
    void theRootOnRecordRefusesAnOlderStateAfterAllGatewaysStopped() {
        var gallery = collection(1);
        try (var gateway = SharedGateway.start(first);
                var a = open(first)) {
            var journal = io.facegate.usecase.registry.LedgerChangeJournal.of(gateway.ledger);
            a.register(owned(gallery, "hope", "missing_child"));
            sql("CREATE TABLE public.h AS SELECT * FROM handle; CREATE TABLE public.l AS SELECT * FROM handle_list;"
                    + " CREATE TABLE public.d AS SELECT * FROM handle_head");
            a.remove(gallery);
            a.recordSharedRoot(journal);
            a.recordSharedRoot(journal);
        }
        sql("DELETE FROM handle; INSERT INTO handle SELECT * FROM public.h; DELETE FROM handle_list; INSERT INTO"
                + " handle_list SELECT * FROM public.l; DELETE FROM handle_head; INSERT INTO handle_head SELECT *"
                + " FROM public.d");
        var again = open(second);
        assertThatThrownBy(() -> again.find(gallery)).isInstanceOf(Fault.RegistryDown.class);
        assertThat(told).contains("handles/all");
        // An operator accepts it: what verifies is used again, also by gateways that know a newer state.
        new SealRepair(first.registry(), first.journal()).accept(Instant.now());
        assertThat(again.find(gallery)).isPresent();
        assertThat(open(first).find(gallery)).isPresent();
    }

    /** So that a gateway that starts need not look far back in the ledger. */
    @Test
    void aRootThatDoesNotChangeIsRecordedAgainAfterAnHour() throws Exception {
        try (var gateway = SharedGateway.start(first);
                var rows = PostgresSealedRows.open(SharedStore.RESOURCES, first.registry(), _ -> SealOptions.ALONE)) {
            var written = new ArrayList<ChangeJournal.Change>();
            var journal = recordingIn(written, io.facegate.usecase.registry.LedgerChangeJournal.of(gateway.ledger));
            var now = new long[1];
            rows.measureTimeBy(() -> now[0]);
            rows.recordRoot(journal);
            rows.recordRoot(journal);
            assertThat(written).hasSize(1);
            now[0] = PostgresSealedRows.ROOT_RECORD_INTERVAL.toNanos() + 1;
            rows.recordRoot(journal);
            assertThat(written).hasSize(2);
            var again = written.getLast().roots();
            assertThat(again.after()).isEqualTo(again.before());
            rows.recordRoot(journal);
            assertThat(written).hasSize(2);
        }
    }

    /** An hour of many calls has more records than a start should read. */
    @Test
    void aRootThatIsFarBackInTheLedgerIsRecordedAgain() throws Exception {
        try (var gateway = SharedGateway.start(first);
                var rows = PostgresSealedRows.open(SharedStore.RESOURCES, first.registry(), _ -> SealOptions.ALONE)) {
            var written = new ArrayList<ChangeJournal.Change>();
            var after = new long[1];
            var journal = recordingIn(
                    written, io.facegate.usecase.registry.LedgerChangeJournal.of(gateway.ledger), () -> after[0]);
            rows.recordRoot(journal);
            after[0] = PostgresSealedRows.ROOT_RECORD_DISTANCE;
            rows.recordRoot(journal);
            assertThat(written).hasSize(1);
            after[0]++;
            rows.recordRoot(journal);
            assertThat(written).hasSize(2);
        }
    }

    private static ChangeJournal recordingIn(List<ChangeJournal.Change> written, ChangeJournal ledger) {
        return recordingIn(written, ledger, () -> 0);
    }

    /** @param after how many records the ledger has after the newest root */
    private static ChangeJournal recordingIn(
            List<ChangeJournal.Change> written, ChangeJournal ledger, LongSupplier after) {
        return new ChangeJournal() {
            @Override
            public void write(String act, String subject, @Nullable String person) {
                ledger.write(act, subject, person);
            }

            @Override
            public void write(Change change) {
                written.add(change);
                ledger.write(change);
            }

            @Override
            public RecordedRegistryRoots roots() {
                return rootsWith(ledger.roots(), after);
            }
        };
    }

    private static RecordedRegistryRoots rootsWith(RecordedRegistryRoots ledger, LongSupplier after) {
        return new RecordedRegistryRoots() {
            @Override
            public @Nullable RegistryRoots newest(String registry) {
                return ledger.newest(registry);
            }

            @Override
            public long count(String registry) {
                return ledger.count(registry);
            }

            @Override
            public boolean isCurrent(String registry, String root, long since) {
                return ledger.isCurrent(registry, root, since);
            }

            @Override
            public long recordsAfter(String registry) {
                return after.getAsLong();
            }
        };
    }

    @Test
    void rowsWithoutAHeadAreRefused() {
        open(first).close();
        sql("DELETE FROM handle_head; INSERT INTO handle VALUES ('rekognition', 'JOB', 'j-1', 'thief', 'other',"
                + " '', NULL, '', '', 'd', 1, NULL, NULL, 1)");
        var a = open(first);
        assertThatThrownBy(() -> a.find(JOB)).isInstanceOf(Fault.RegistryDown.class);
        assertThatThrownBy(() -> a.register(owned(JOB, "thief", "other"))).isInstanceOf(Fault.RegistryDown.class);
    }

    /** A trigger that changes what is written is found before the row is sealed. */
    @Test
    void aTriggerSealsNothing() {
        var a = open(first);
        sql("CREATE FUNCTION public.steal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.organisation := ''thief'';"
                + " RETURN NEW; END'; CREATE TRIGGER steal BEFORE INSERT ON handle FOR EACH ROW EXECUTE FUNCTION"
                + " public.steal()");
        assertThatThrownBy(() -> a.register(owned(JOB, "hope", "other"))).isInstanceOf(Fault.RegistryDown.class);
        sql("DROP TRIGGER steal ON handle");
        assertThat(a.find(JOB)).isEmpty();
        a.register(owned(JOB, "hope", "other"));
        assertThat(a.find(JOB)).isPresent();
    }

    /** Each gateway takes the new key when it finds the rows under it. */
    @Test
    void aRotationSealsThemAgain() throws Exception {
        var a = open(first);
        var b = open(second);
        a.register(owned(JOB, "hope", "missing_child"));
        assertThat(b.find(JOB)).isPresent();
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("hope"));
        }
        new SealRepair(first.registry(), first.journal()).rotate();
        assertThatThrownBy(() -> b.find(JOB)).isInstanceOf(Fault.RegistryDown.class);
        Files.copy(
                folder.resolve("a/registry.key"),
                folder.resolve("b/registry.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        io.facegate.Await.until(() -> finds(a) && finds(b));
        b.register(owned(collection(1), "hope", "missing_child"));
        assertThat(a.find(collection(1))).isPresent();
    }

    private static boolean finds(OwnedResources at) {
        try {
            return at.find(JOB).isPresent();
        } catch (Fault.RegistryDown down) {
            return false;
        }
    }

    @Test
    void whatAFolderKnewIsTakenAlongOnce() throws Exception {
        try (var own = OwnedResources.open(folder.resolve("a"), InstantSource.system())) {
            own.register(owned(JOB, "hope", "missing_child"));
        }
        var a = open(first);
        assertThat(a.find(JOB)).isPresent();
        assertThat(folder.resolve("a/handles.db")).doesNotExist();
        assertThat(folder.resolve("a/handles.db.moved")).exists();
        a.remove(JOB);
        Files.copy(folder.resolve("a/handles.db.moved"), folder.resolve("a/handles.db"));
        var known = new SealOptions(TamperAlarm.NONE, false, "held:" + "0".repeat(32));
        assertThatThrownBy(() ->
                        OwnedResources.open(first.registry(), InstantSource.system(), known, name -> SealOptions.ALONE))
                .isInstanceOf(RegistryException.Unusable.class)
                .hasMessageContaining("older copy");
        assertThat(a.find(JOB)).isEmpty();
    }

    /** Killed after its rows arrived: what was removed at another gateway meanwhile does not come back. */
    @Test
    void aMoveThatIsBegunAgainTakesNothingTwice() throws Exception {
        var file = folder.resolve("a/handles.db");
        try (var own = OwnedResources.open(folder.resolve("a"), InstantSource.system())) {
            own.register(owned(JOB, "hope", "missing_child"));
        }
        open(first);
        var b = open(second);
        b.remove(JOB);
        Files.copy(folder.resolve("a/handles.db.moved"), file);
        open(first);
        assertThat(file).doesNotExist();
        assertThat(b.find(JOB)).isEmpty();
        Files.copy(folder.resolve("a/handles.db.moved"), file);
        try (var own = OwnedResources.open(folder.resolve("a"), InstantSource.system())) {
            own.register(owned(collection(1), "hope", "missing_child"));
        }
        assertThatThrownBy(() -> open(first))
                .isInstanceOf(RegistryException.Unusable.class)
                .hasMessageContaining("changed since");
        assertThat(b.find(collection(1))).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aKilledServerLosesNothingAndLetsNothingThrough() throws Exception {
        try (var server = Server.in(folder.resolve("server"), Map.of())) {
            var place = Place.of(folder.resolve("c"), Server.shared().ledger(), server.registry());
            try (var gateway = SharedGateway.start(place)) {
                assertThat(gateway.refuses()).isFalse();
            }
            var a = open(place);
            var b = open(place.joined(folder.resolve("d")));
            var kept = new ArrayList<ResourceId>();
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 20; i++) {
                    var made = owned(collection(100 * round + i), "hope", "missing_child");
                    a.register(made);
                    kept.add(made.handle());
                }
                server.kill();
                for (var at : List.of(a, b)) {
                    assertThatThrownBy(() -> at.find(kept.getFirst())).isInstanceOf(Fault.RegistryDown.class);
                    assertThatThrownBy(() -> at.register(owned(JOB, "hope", "other")))
                            .isInstanceOf(Fault.RegistryDown.class);
                }
                server.startAgain();
                long began = System.nanoTime();
                for (var at : List.of(b, a)) {
                    for (var each : kept) {
                        assertThat(at.find(each)).isPresent();
                    }
                }
                var recovered = Duration.ofNanos(System.nanoTime() - began);
                System.out.println(
                        "all " + kept.size() + " found " + recovered.toMillis() + " ms after the server is back");
                assertThat(recovered).isLessThan(Duration.ofSeconds(5));
                assertThat(a.find(JOB)).isEmpty();
            }
        }
    }
}
