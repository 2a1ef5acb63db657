package io.facegate.engine.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Face;
import io.facegate.engine.gallery.GalleryStore.AddResult;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.TwoGateways;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The move of a folder's galleries into one real PostgreSQL, where another gateway uses its own. */
class GalleryMoveTest {
    private static final GalleryKey PLACE = new GalleryKey("finder", "missing", "missing_child");
    private static final GalleryKey EMPTY = new GalleryKey("finder", "nobody", "missing_child");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final List<String> LEFT = List.of("galleries.db-wal", "galleries.db-shm", "galleries.key");

    @TempDir
    private Path folder;

    private List<SealedRowTransactions> rows;
    private GalleryStore other;

    @BeforeEach
    void open() throws Exception {
        rows = TwoGateways.openGalleries(folder, TamperAlarm.NONE);
        other = GalleryStore.openShared(folder.resolve("b"), rows.getLast(), () -> NOW, SealOptions.ALONE);
    }

    @AfterEach
    void close() {
        other.close();
        rows.getFirst().close();
    }

    private GalleryStore move() throws IOException {
        return GalleryStore.openShared(data(), TwoGateways.reopenGalleries(folder, "a"), () -> NOW, SealOptions.ALONE);
    }

    private Path data() {
        return folder.resolve("a");
    }

    private static EnrolledFace face() {
        var numbers = new float[128];
        numbers[7] = 1;
        return new EnrolledFace(
                new UUID(7, 7).toString(),
                "image",
                "Jane Doe",
                new Face.Box(0, 0, 1, 1),
                99,
                new FaceTemplate(numbers));
    }

    private void fill() throws IOException {
        try (var own = GalleryStore.open(data(), () -> NOW)) {
            own.create(PLACE, NOW);
            own.faces().enroll(PLACE, List.of(face()), null);
            own.create(EMPTY, NOW);
        }
    }

    /** The database has as many galleries of the owner as there may be: the folder keeps its own. */
    @Test
    void whatTheDatabaseHasNoRoomForStaysInTheFolder() throws Exception {
        fill();
        other.database().runExclusive(() -> {
            for (int i = 0; i < GalleryStore.MOST_GALLERIES - 1; i++) {
                assertThat(other.create(new GalleryKey("finder", "other-" + i, "missing_child"), NOW))
                        .isEqualTo(AddResult.DONE);
            }
            return other;
        });
        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(this::move)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("finder has 1000 galleries")
                    .hasMessageContaining("Erase some of its galleries");
            assertThat(data().resolve("galleries.db")).exists();
            assertThat(data().resolve("galleries.key")).exists();
        }
        assertThat(other.find(EMPTY)).as("nothing is on record as taken").isNull();
        other.erase(new GalleryKey("finder", "other-1", null));
        try (var moved = move()) {
            assertThat(moved.faces().list(PLACE, 0, 10)).hasSize(1);
            assertThat(moved.find(EMPTY)).isNotNull();
        }
        assertThat(data().resolve("galleries.db")).doesNotExist();
    }

    /** Killed after its rows arrived, between any two files that it deletes. */
    @Test
    void aKillWhileTheFilesAreDeletedLeavesNothingForGood() throws Exception {
        fill();
        Files.copy(data().resolve("galleries.db"), folder.resolve("galleries.db"));
        Files.copy(data().resolve("galleries.key"), folder.resolve("galleries.key"));
        move().close();
        for (int deleted = 0; deleted <= LEFT.size(); deleted++) {
            Files.copy(folder.resolve("galleries.db"), data().resolve("galleries.db.moved"));
            for (var name : LEFT.subList(deleted, LEFT.size())) {
                Files.writeString(data().resolve(name), "left");
            }
            move().close();
            try (var found = Files.list(data())) {
                assertThat(found.map(each -> each.getFileName().toString()))
                        .as("killed after %d", deleted)
                        .noneMatch(name -> name.startsWith("galleries"));
            }
        }
        assertThat(other.faces().list(PLACE, 0, 10)).hasSize(1);
    }

    /** A copy with its key, of a move back that was killed. */
    @Test
    void aStartDeletesWhatAnInterruptedMoveBackLeft() throws Exception {
        var coming = data().resolve("galleries.coming");
        for (int shared = 0; shared < 2; shared++) {
            Files.createDirectories(coming);
            Files.writeString(coming.resolve("galleries.key"), "left");
            (shared == 0 ? GalleryStore.open(data(), () -> NOW) : move()).close();
            assertThat(coming).doesNotExist();
        }
    }

    /** Killed before that: the files are whole, and nothing is taken twice. */
    @Test
    void aKillBeforeTheFirstFileIsDeletedIsNoOtherMove() throws Exception {
        fill();
        for (var name : List.of("galleries.db", "galleries.key")) {
            Files.copy(data().resolve(name), folder.resolve(name));
        }
        move().close();
        other.faces().erase(PLACE, List.of(face().faceId()));
        for (var name : List.of("galleries.db", "galleries.key")) {
            Files.copy(folder.resolve(name), data().resolve(name));
        }
        move().close();
        assertThat(other.faces().list(PLACE, 0, 10)).isEmpty();
        assertThat(data().resolve("galleries.key")).doesNotExist();
    }
}
