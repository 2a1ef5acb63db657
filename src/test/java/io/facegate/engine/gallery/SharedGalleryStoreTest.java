package io.facegate.engine.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Face;
import io.facegate.call.Fault;
import io.facegate.engine.gallery.GalleryStore.AddResult;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.TwoGateways;
import io.facegate.testkit.ReducedTries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways with the engine's galleries in one real PostgreSQL, as their least-privileged role. */
class SharedGalleryStoreTest {
    private static final GalleryKey PLACE = new GalleryKey("finder", "missing", "missing_child");
    private static final GalleryKey ANY = new GalleryKey("finder", "missing", null);

    /** In milliseconds, for a busy machine; what was measured is printed, for docs/scale.md. */
    private static final long LATEST = 5000;

    private static final SealOptions ALONE = SealOptions.ALONE;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final List<String> told = new CopyOnWriteArrayList<>();
    private List<SealedRowTransactions> rows;
    private GalleryStore a;
    private GalleryStore b;

    @BeforeEach
    void open() throws Exception {
        rows = TwoGateways.openGalleries(folder, (table, row) -> told.add(table + '/' + row));
        a = open(0);
        b = open(1);
    }

    private GalleryStore open(int number) throws Exception {
        var policy = new SealOptions((table, row) -> told.add(table + '/' + row), true);
        return GalleryStore.openShared(folder.resolve(number == 0 ? "a" : "b"), rows.get(number), () -> now, policy);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private void sql(String statement) throws Exception {
        TwoGateways.tamper(rows.getFirst(), statement);
    }

    /** Nobody who is told of nothing gets past this: it would wait for two minutes. */
    @Test
    void aCommitIsToldToWhoeverWaitsForIt() throws Exception {
        try (var waiting = TwoGateways.reopenGalleries(folder, "b")) {
            var heard = new CompletableFuture<Boolean>();
            var thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    waiting.awaitChange(Duration.ofMinutes(2));
                    heard.complete(true);
                } catch (SQLException silent) {
                    heard.completeExceptionally(silent);
                }
            });
            var number = new AtomicInteger();
            Await.until(() -> {
                a.create(new GalleryKey("finder", "g-" + number.incrementAndGet(), "missing_child"), now);
                a.erase(new GalleryKey("finder", "g-" + number.get(), null));
                return heard.isDone();
            });
            assertThat(heard.join()).isTrue();
            thread.join();
        }
    }

    private static EnrolledFace kept(int seed) {
        var random = new Random(seed);
        var numbers = new float[128];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat();
        }
        return new EnrolledFace(
                new UUID(7, seed).toString(),
                "image",
                "Jane Doe",
                new Face.Box(0, 0, 1, 1),
                99,
                new FaceTemplate(numbers));
    }

    private static @Nullable String nearest(GalleryStore at, EnrolledFace probe) {
        var found = at.faces().search(PLACE, probe.template(), 0.01, 3);
        return found == null || found.isEmpty() ? null : found.getFirst().face().faceId();
    }

    private static boolean remembers(GalleryStore at, long face) throws Exception {
        var database = (SharedGalleryDatabase) at.database();
        long gallery = database.read(() -> GalleryStore.key(database, ANY));
        return database.remembers(gallery, face);
    }

    @Test
    void aFaceThatOneEnrolledIsFoundByTheOtherAndErasedFromItsMemory() throws Exception {
        assertThat(a.create(PLACE, now)).isEqualTo(AddResult.DONE);
        assertThat(b.create(PLACE, now)).isEqualTo(AddResult.EXISTS);
        a.faces().enroll(PLACE, List.of(kept(-1)), null);
        assertThat(nearest(b, kept(-1))).isEqualTo(kept(-1).faceId());
        var found = new ArrayList<Long>();
        var gone = new ArrayList<Long>();
        for (int i = 0; i < 40; i++) {
            var at = i % 2 == 0 ? a : b;
            var other = i % 2 == 0 ? b : a;
            var face = kept(i);
            long began = System.nanoTime();
            at.faces().enroll(PLACE, List.of(face), null);
            assertThat(nearest(other, face)).isEqualTo(face.faceId());
            found.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            long key = other.faces().find(PLACE, face.faceId()).key();
            assertThat(remembers(other, key)).isTrue();
            began = System.nanoTime();
            at.faces().erase(PLACE, List.of(face.faceId()));
            assertThat(nearest(other, face)).as("its searches").isNull();
            assertThat(remembers(other, key)).isFalse();
            gone.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        Collections.sort(found);
        Collections.sort(gone);
        System.out.println(
                "a face enrolled at one gateway is found at the other after p50 " + found.get(20) + " ms, most "
                        + found.getLast() + " ms; erased, it is gone there after p50 " + gone.get(20) + " ms, most "
                        + gone.getLast() + " ms");
        assertThat(found.getLast()).isLessThan(LATEST);
        assertThat(gone.getLast()).isLessThan(LATEST);
        assertThat(told).isEmpty();
    }

    /** Nobody searches at the other gateway: its memory is emptied all the same. */
    @Test
    void whatIsErasedIsForgottenWithoutACall() throws Exception {
        a.create(PLACE, now);
        a.faces().enroll(PLACE, List.of(kept(1), kept(2)), null);
        assertThat(nearest(b, kept(1))).isNotNull();
        var database = (SharedGalleryDatabase) b.database();
        long gallery = database.read(() -> GalleryStore.key(database, PLACE));
        long first = b.faces().find(PLACE, kept(1).faceId()).key();
        long second = b.faces().find(PLACE, kept(2).faceId()).key();
        long began = System.nanoTime();
        a.faces().erase(PLACE, List.of(kept(1).faceId()));
        Await.until(() -> !database.remembers(gallery, first));
        assertThat(database.remembers(gallery, second)).isTrue();
        a.erase(PLACE);
        Await.until(() -> !database.remembers(gallery, second));
        System.out.println("two erasures left the other gateway's memory within "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms");
        assertThat(b.find(PLACE)).isNull();
    }

    /** A gallery that is erased and begun anew for another purpose, beside searches and enrolments at both. */
    @Test
    void aGalleryThatIsMadeAnewForAnotherPurposeIsNotSearchedForTheOldOne() throws Exception {
        var other = new GalleryKey("finder", "missing", "other");
        var over = new AtomicBoolean();
        var wrong = new AtomicInteger();
        var searches = new AtomicInteger();
        var faults = new CopyOnWriteArrayList<Throwable>();
        var secret = kept(99);
        var callers = List.of(a, b).stream()
                .map(at -> Thread.ofPlatform().start(() -> {
                    while (!over.get()) {
                        try {
                            if (secret.faceId().equals(nearest(at, secret))) {
                                wrong.incrementAndGet();
                            }
                            at.faces().enroll(PLACE, List.of(kept(1000 + searches.incrementAndGet())), null);
                        } catch (Fault busy) {
                            faults.add(busy);
                        }
                    }
                }))
                .toList();
        for (int i = 0; i < ReducedTries.times(10, 30); i++) {
            var at = i % 2 == 0 ? a : b;
            at.create(PLACE, now);
            at.faces().enroll(PLACE, List.of(kept(i)), null);
            (i % 3 == 0 ? a : b).erase(ANY);
            (i % 3 == 0 ? b : a).create(other, now);
            at.faces().enroll(other, List.of(secret), null);
            at.erase(ANY);
        }
        over.set(true);
        for (var caller : callers) {
            caller.join();
        }
        assertThat(wrong).hasValue(0);
        assertThat(searches.get()).isPositive();
        assertThat(faults).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void whatSomebodyWroteBySqlIsNotSearched() throws Exception {
        a.create(PLACE, now);
        a.faces().enroll(PLACE, List.of(kept(1), kept(2)), null);
        assertThat(nearest(b, kept(1))).isNotNull();
        sql("CREATE TABLE public.g AS SELECT * FROM gallery; UPDATE gallery SET purpose = 'other'");
        assertThat(b.faces().search(new GalleryKey("finder", "missing", "other"), kept(1).template(), 1, 3))
                .isNull();
        assertThat(b.purpose(PLACE)).isEqualTo(GalleryStore.ALTERED);
        sql("UPDATE gallery SET purpose = g.purpose, owner = 'thief' FROM public.g g");
        assertThat(a.find(new GalleryKey("thief", "missing", "missing_child"))).isNull();
        sql("UPDATE gallery SET owner = 'finder'");
        assertThat(nearest(b, kept(1))).as("the control").isNotNull();
        // The rows of two faces are exchanged: their contents are bound to their ids.
        sql("CREATE TABLE public.f AS SELECT * FROM face; UPDATE face SET sealed = f.sealed FROM public.f f WHERE f.id"
                + " <> face.id");
        assertThatThrownBy(() -> nearest(b, kept(1))).isInstanceOf(Fault.ProviderDown.class);
        sql("UPDATE face SET sealed = f.sealed FROM public.f f WHERE f.id = face.id");
        assertThat(nearest(b, kept(1))).isNotNull();
        // An erased face is put back: the gallery's sum tells.
        a.faces().erase(PLACE, List.of(kept(1).faceId()));
        sql("INSERT INTO face SELECT * FROM public.f WHERE id = '" + kept(1).faceId() + "'");
        assertThat(nearest(b, kept(1))).isNull();
        assertThat(told).isNotEmpty().allMatch(row -> row.startsWith("gallery/row-"));
    }

    /** The gallery's row is as it was: who has its faces in memory knows which one is missing. */
    @Test
    void aFaceThatSomebodyDeletedBySqlIsNoSilentNoMatch() throws Exception {
        a.create(PLACE, now);
        a.faces().enroll(PLACE, List.of(kept(1), kept(2), kept(3)), null);
        assertThat(nearest(b, kept(2))).isEqualTo(kept(2).faceId());
        assertThat(b.faces().list(PLACE, 0, 2)).hasSize(2);
        sql("DELETE FROM face WHERE id = '" + kept(2).faceId() + "'");
        assertThatThrownBy(() -> nearest(b, kept(2))).isInstanceOf(Fault.ProviderDown.class);
        assertThatThrownBy(() -> b.faces().find(PLACE, kept(2).faceId())).isInstanceOf(Fault.ProviderDown.class);
        assertThatThrownBy(() -> b.faces().list(PLACE, 0, 2)).isInstanceOf(Fault.ProviderDown.class);
        assertThatThrownBy(() -> b.faces().list(PLACE, 0, 10)).isInstanceOf(Fault.ProviderDown.class);
        // The follower of B may tell it as well.
        assertThat(told).hasSizeGreaterThanOrEqualTo(4).allMatch(row -> row.startsWith("gallery/row-"));
        assertThat(b.faces().find(PLACE, kept(9).faceId())).as("never there").isNull();
    }

    @Test
    void theNamesOfPeopleChangeForBoth() throws Exception {
        a.create(PLACE, now);
        a.faces().enroll(PLACE, List.of(kept(1)), null);
        assertThat(b.faces().list(PLACE, 0, 10)).hasSize(1);
        assertThat(a.faces().rename(PLACE, "Jane Doe", "Mary Roe")).isTrue();
        assertThat(b.faces().list(PLACE, 0, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.face().externalId()).isEqualTo("Mary Roe"));
        assertThat(nearest(b, kept(1))).isEqualTo(kept(1).faceId());
        var token = a.tokens().issue(PLACE, "7");
        assertThat(b.tokens().read(PLACE, token)).isEqualTo("7");
    }

    @Test
    void aFaceThatExpiresIsErasedForBoth() throws Exception {
        a.create(PLACE, now);
        assertThat(nearest(b, kept(1))).isNull();
        a.faces().enroll(PLACE, List.of(kept(1)), now.plusSeconds(60));
        assertThat(nearest(b, kept(1))).isNotNull();
        now = now.plusSeconds(61);
        assertThat(nearest(b, kept(1))).isNull();
        assertThat(a.find(PLACE).faces()).isZero();
    }

    @Test
    void whatAFolderHadIsTakenAlongOnce() throws Exception {
        var data = folder.resolve("a");
        var unassigned = new GalleryKey("finder", "old", null);
        a.close();
        try (var own = GalleryStore.open(data, () -> now)) {
            own.create(PLACE, now);
            own.faces().enroll(PLACE, List.of(kept(1), kept(2)), null);
            own.create(unassigned, now);
            own.faces().enroll(unassigned, List.of(kept(3)), null);
        }
        Files.copy(data.resolve("galleries.db"), folder.resolve("kept.db"));
        Files.copy(data.resolve("galleries.key"), folder.resolve("kept.key"));
        rows = List.of(TwoGateways.reopenGalleries(folder, "a"), rows.getLast());
        a = open(0);
        assertThat(nearest(b, kept(2))).isEqualTo(kept(2).faceId());
        assertThat(data.resolve("galleries.db")).doesNotExist();
        assertThat(data.resolve("galleries.key")).doesNotExist();
        // The first use that is permitted fixes the purpose of a gallery of an earlier version.
        assertThat(b.faces().list(new GalleryKey("finder", "old", "missing_child"), 0, 10))
                .hasSize(1);
        assertThat(a.faces().list(new GalleryKey("finder", "old", "other"), 0, 10))
                .isNull();
        Files.copy(folder.resolve("kept.db"), data.resolve("galleries.db"));
        Files.copy(folder.resolve("kept.key"), data.resolve("galleries.key"));
        var known = new SealOptions((table, row) -> {}, false, "held:" + "0".repeat(32));
        var again = TwoGateways.reopenGalleries(folder, "a");
        assertThatThrownBy(() -> GalleryStore.openShared(data, again, () -> now, known))
                .hasMessageContaining("older copy");
    }

    /** Killed after its rows arrived: what others erased meanwhile does not come back with its files. */
    @Test
    void aMoveThatIsBegunAgainTakesNothingTwice() throws Exception {
        var data = folder.resolve("a");
        var rest = new GalleryKey("finder", "rest", "missing_child");
        a.close();
        GalleryMoveMark mark;
        try (var own = GalleryStore.open(data, () -> now)) {
            own.create(PLACE, now);
            own.faces().enroll(PLACE, List.of(kept(1), kept(2)), null);
            own.create(rest, now);
            own.faces().enroll(rest, List.of(kept(3), kept(4)), null);
            mark = GalleryMoveMark.of(own.database());
        }
        var files = List.of("galleries.db", "galleries.key");
        for (var name : files) {
            Files.copy(data.resolve(name), folder.resolve(name));
        }
        rows = List.of(TwoGateways.reopenGalleries(folder, "a"), rows.getLast());
        a = open(0);
        b.faces().erase(PLACE, List.of(kept(1).faceId()));
        b.faces().erase(rest, List.of(kept(3).faceId(), kept(4).faceId()));
        // As if it had been killed between the two faces of the second gallery.
        b.database().runExclusive(() -> {
            mark.write(b.database(), new GalleryMoveMark.Progress(2, 3));
            return mark;
        });
        for (var name : files) {
            Files.copy(folder.resolve(name), data.resolve(name));
        }
        a.close();
        rows = List.of(TwoGateways.reopenGalleries(folder, "a"), rows.getLast());
        a = open(0);
        assertThat(nearest(b, kept(1))).isNull();
        assertThat(nearest(b, kept(2))).isEqualTo(kept(2).faceId());
        assertThat(b.faces().list(rest, 0, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.face().faceId()).isEqualTo(kept(4).faceId()));
        assertThat(b.list("finder", "", 10)).hasSize(2);
        assertThat(data.resolve("galleries.db")).doesNotExist();
        requireRefusesWhatWasChangedSince(data);
        assertThat(told).isEmpty();
    }

    private void requireRefusesWhatWasChangedSince(Path data) throws Exception {
        for (var name : List.of("galleries.db", "galleries.key")) {
            Files.copy(folder.resolve(name), data.resolve(name));
        }
        try (var own = GalleryStore.open(data, () -> now)) {
            own.faces().enroll(PLACE, List.of(kept(9)), null);
        }
        var again = TwoGateways.reopenGalleries(folder, "a");
        assertThatThrownBy(() -> GalleryStore.openShared(data, again, () -> now, ALONE))
                .hasMessageContaining("was changed since");
        assertThat(data.resolve("galleries.db")).exists();
    }

    @Test
    void aRotationEncryptsThemAgain() throws Exception {
        a.create(PLACE, now);
        a.faces().enroll(PLACE, List.of(kept(1)), null);
        assertThat(nearest(b, kept(1))).isNotNull();
        TwoGateways.rotate(folder);
        Await.until(() -> finds(a) && finds(b));
        b.faces().enroll(PLACE, List.of(kept(2)), null);
        assertThat(nearest(a, kept(2))).isEqualTo(kept(2).faceId());
        assertThat(told).as("a rotation is no alteration").isEmpty();
    }

    private static boolean finds(GalleryStore at) {
        try {
            return nearest(at, kept(1)) != null;
        } catch (Fault.ProviderDown down) {
            return false;
        }
    }

    @Test
    void aKilledServerLosesNothingAndNothingIsSearchedMeanwhile() throws Exception {
        var own = folder.resolve("own");
        try (var server = Server.in(folder.resolve("server"), Map.of())) {
            var tables = TwoGateways.openGalleries(own, server);
            try (var first = GalleryStore.openShared(own.resolve("a"), tables.getFirst(), () -> now, ALONE);
                    var second = GalleryStore.openShared(own.resolve("b"), tables.getLast(), () -> now, ALONE)) {
                first.create(PLACE, now);
                first.faces().enroll(PLACE, List.of(kept(1)), null);
                assertThat(finds(second)).isTrue();
                var database = (SharedGalleryDatabase) second.database();
                long gallery = database.read(() -> GalleryStore.key(database, PLACE));
                long face = second.faces().find(PLACE, kept(1).faceId()).key();
                server.kill();
                assertThatThrownBy(() -> nearest(second, kept(1))).isInstanceOf(Fault.ProviderDown.class);
                assertThatThrownBy(() -> first.faces().erase(PLACE, List.of("x")))
                        .isInstanceOf(Fault.ProviderDown.class);
                Await.until(() -> !database.remembers(gallery, face));
                server.startAgain();
                Await.until(() -> finds(first) && finds(second));
            }
        }
    }
}
