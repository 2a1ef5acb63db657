package io.facegate.engine.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Face;
import io.facegate.engine.gallery.GalleryStore.AddResult;
import io.facegate.engine.vision.FaceTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryStoreTest {
    private static final GalleryKey PLACE = new GalleryKey("finder", "missing", "missing_child");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void writesNoNameAndNoTemplateInTheClearAndNothingForOthersToRead() throws Exception {
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, Instant.now());
            galleries.faces().enroll(PLACE, List.of(kept(1)), null);
        }
        for (var file : files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("Jane Doe");
        }
    }

    @Test
    void leavesNoTraceOfAnErasedFace() throws Exception {
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, Instant.now());
            var faces = List.of(kept(1), kept(2));
            galleries.faces().enroll(PLACE, faces, null);
            assertThat(everything()).contains(faces.getFirst().faceId());
            galleries.faces().erase(PLACE, List.of(faces.getFirst().faceId()));
            assertThat(everything())
                    .doesNotContain(faces.getFirst().faceId())
                    .contains(faces.getLast().faceId());
            galleries.erase(PLACE);
            assertThat(everything()).doesNotContain(faces.getLast().faceId());
        }
    }

    @Test
    void findsOneOfManyFaces() throws Exception {
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, Instant.now());
            var faces = new ArrayList<EnrolledFace>();
            for (int seed = 0; seed < 2_000; seed++) {
                faces.add(kept(seed));
            }
            assertThat(galleries.faces().enroll(PLACE, faces, null)).isEqualTo(AddResult.DONE);
            var probe = faces.get(1_234);
            var near = galleries.faces().search(PLACE, probe.template(), 100, 7);
            assertThat(near).hasSize(7);
            assertThat(near.getFirst().face().faceId()).isEqualTo(probe.faceId());
            galleries.faces().erase(PLACE, List.of(probe.faceId()));
            galleries.faces().enroll(PLACE, List.of(kept(2_001)), null);
            var again = galleries.faces().search(PLACE, kept(2_001).template(), 100, 1);
            assertThat(again.getFirst().distance()).isZero();
            assertThat(galleries.find(PLACE).faces()).isEqualTo(2_000);
        }
    }

    @Test
    void holdsNoMoreFacesThanItsBound() throws Exception {
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, Instant.now());
            var tooMany = new ArrayList<EnrolledFace>();
            var one = kept(1);
            for (int i = 0; i <= GalleryStore.MOST_FACES; i++) {
                tooMany.add(one);
            }
            assertThat(galleries.faces().enroll(PLACE, tooMany, null)).isEqualTo(AddResult.FULL);
            assertThat(galleries.find(PLACE).faces()).isZero();
        }
    }

    @Test
    void aGalleryThatWasGivenAwayIsNobodys() throws Exception {
        var told = new java.util.ArrayList<String>();
        var thief = new GalleryKey("thief", PLACE.gallery(), PLACE.purpose());
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, now);
            galleries.faces().enroll(PLACE, List.of(kept(1)), null);
        }
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("galleries.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate("UPDATE gallery SET owner = 'thief'");
        }
        var policy = new io.facegate.integrity.SealOptions((table, row) -> told.add(table + '/' + row), true);
        try (var galleries = GalleryStore.open(folder, () -> now, policy)) {
            assertThat(galleries.find(thief)).isNull();
            assertThat(galleries.list("thief", "", 10)).isEmpty();
            assertThat(galleries.faces().list(thief, 0, 10)).isNull();
            assertThat(galleries.faces().search(thief, kept(1).template(), 1, 3))
                    .isNull();
            assertThat(galleries.erase(thief)).isFalse();
            assertThat(galleries.purpose(thief)).isEqualTo(GalleryStore.ALTERED);
            assertThat(told).contains("gallery/row-1");
        }
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("galleries.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate("UPDATE gallery SET owner = '" + PLACE.owner() + "'");
        }
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            assertThat(galleries.faces().list(PLACE, 0, 10)).hasSize(1);
        }
    }

    @Test
    void refusesAnotherKeyAndNone() throws Exception {
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, Instant.now());
            galleries.faces().enroll(PLACE, List.of(kept(1)), null);
        }
        Files.write(folder.resolve("galleries.key"), new byte[32]);
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            assertThatThrownBy(() -> galleries.faces().list(PLACE, 0, 10))
                    .isInstanceOf(io.facegate.call.Fault.ProviderDown.class);
        }
        Files.delete(folder.resolve("galleries.key"));
        assertThatThrownBy(() -> GalleryStore.open(folder, () -> now)).hasMessageContaining("galleries.key is missing");
        Files.write(folder.resolve("galleries.key"), new byte[3]);
        assertThatThrownBy(() -> GalleryStore.open(folder, () -> now)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesAFileThatIsNoGallery() throws Exception {
        Files.write(folder.resolve("galleries.key"), new byte[32]);
        Files.writeString(folder.resolve("galleries.db"), "this is a shopping list, not a database".repeat(200));
        assertThatThrownBy(() -> GalleryStore.open(folder, () -> now))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("galleries.db");
        assertThat(folder.resolve("galleries.db")).content().startsWith("this is a shopping list");
    }

    @Test
    void refusesASecondGatewayOnTheSameFolder() throws Exception {
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, Instant.now());
            assertThatThrownBy(() -> GalleryStore.open(folder, () -> now)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void erasesWhatIsOverWithoutATraceBeforeAnybodyFindsIt() throws Exception {
        var brief = kept(1);
        var longer = kept(2);
        var forever = kept(3);
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, now);
            galleries.faces().enroll(PLACE, List.of(longer), now.plusSeconds(7200));
            galleries.faces().enroll(PLACE, List.of(brief), now.plusSeconds(3600));
            galleries.faces().enroll(PLACE, List.of(forever), null);
            assertThat(galleries.faces().search(PLACE, brief.template(), 0, 3)).hasSize(1);
            now = now.plusSeconds(3600);
            assertThat(galleries.faces().search(PLACE, brief.template(), 0, 3)).isEmpty();
            assertThat(everything()).doesNotContain(brief.faceId()).contains(longer.faceId());
            assertThat(galleries.faces().find(PLACE, brief.faceId())).isNull();
            assertThat(galleries.find(PLACE).faces()).isEqualTo(2);
        }
        now = now.plusSeconds(3600);
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            assertThat(everything()).doesNotContain(longer.faceId()).contains(forever.faceId());
            assertThat(galleries.faces().list(PLACE, 0, 10)).hasSize(1);
        }
    }

    @Test
    void takesAFileOfTheFirstVersionAsItIs() throws Exception {
        var old = kept(1);
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            galleries.create(PLACE, now);
            galleries.faces().enroll(PLACE, List.of(old), null);
        }
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("galleries.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate("DROP INDEX face_by_expiry");
            statement.executeUpdate("ALTER TABLE face DROP COLUMN expires");
            statement.executeUpdate("ALTER TABLE gallery DROP COLUMN purpose");
            statement.executeUpdate("ALTER TABLE gallery DROP COLUMN mac");
            for (var column : List.of("version", "enrolled", "enrolled_sum")) {
                statement.executeUpdate("ALTER TABLE gallery DROP COLUMN " + column);
            }
            statement.executeUpdate("DROP TABLE row_list");
            statement.executeUpdate("DROP TABLE row_head");
            statement.executeUpdate("PRAGMA user_version = 1");
        }
        try (var galleries = GalleryStore.open(folder, () -> now)) {
            assertThat(folder.resolve("galleries.db.v1")).exists();
            galleries.faces().enroll(PLACE, List.of(kept(2)), now.plusSeconds(60));
            now = now.plusSeconds(60);
            assertThat(galleries.faces().list(PLACE, 0, 10))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.face().faceId()).isEqualTo(old.faceId()));
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private String everything() throws IOException {
        var all = new StringBuilder();
        for (var file : files()) {
            all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    private static EnrolledFace kept(int seed) {
        var random = new Random(seed);
        var numbers = new float[128];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian() / 11;
        }
        var id = UUID.randomUUID().toString();
        return new EnrolledFace(id, id, "Jane Doe", new Face.Box(0, 0, 1, 1), 0.9, new FaceTemplate(numbers));
    }

    @Test
    void aFileWithATriggerIsNotOpened() throws Exception {
        GalleryStore.open(folder, () -> now).close();
        try (var file = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("galleries.db"));
                var run = file.createStatement()) {
            run.execute("CREATE TRIGGER a BEFORE DELETE ON face BEGIN SELECT RAISE(IGNORE); END");
        }
        assertThatThrownBy(() -> GalleryStore.open(folder, () -> now))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not belong");
    }
}
