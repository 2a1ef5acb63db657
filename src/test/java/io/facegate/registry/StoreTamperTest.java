package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.engine.gallery.EnrolledFace;
import io.facegate.engine.gallery.GalleryKey;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.integrity.SealOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who can write the files of handles and galleries, and has not their keys: rows that go, and rows that return. */
class StoreTamperTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final ResourceId JOB = new ResourceId("rekognition", ResourceKind.JOB, "j-1");
    private static final ResourceId OTHER = new ResourceId("rekognition", ResourceKind.JOB, "j-2");
    private static final GalleryKey MISSING = new GalleryKey("finder", "missing", "missing_child");
    private static final GalleryKey STAFF = new GalleryKey("finder", "staff", "access_control");

    @TempDir
    private Path data;

    private final List<String> told = new ArrayList<>();

    @Test
    void aHandleThatWasRemovedIsTakenByNobodyElse() throws Exception {
        try (var handles = handles(null)) {
            handles.register(owned(JOB, "rescue"));
            handles.register(owned(OTHER, "rescue"));
            change("handles.db", "DELETE FROM handle WHERE id = 'j-1'");
            assertThat(handles.find(JOB)).isEmpty();
            assertThatThrownBy(() -> handles.register(owned(JOB, "police"))).isInstanceOf(Fault.RegistryDown.class);
            assertThat(handles.find(OTHER)).isPresent();
        }
        assertThat(told).allMatch(row -> row.startsWith("handle/removed-")).isNotEmpty();
        told.clear();
        try (var handles = handles(null)) {
            assertThat(told).allMatch(row -> row.startsWith("handle/removed-")).hasSize(1);
            assertThat(handles.find(OTHER)).isPresent();
        }
    }

    @Test
    void aHandleThatWasForgottenDoesNotComeBack() throws Exception {
        try (var handles = handles(null)) {
            handles.register(owned(JOB, "rescue"));
            copy("handles.db", "older.db");
            handles.remove(JOB);
            handles.register(owned(OTHER, "rescue"));
            change("handles.db", attach(), "INSERT INTO handle SELECT * FROM older.handle");
            assertThat(handles.find(JOB)).isEmpty();
            assertThat(handles.find(OTHER)).isPresent();
        }
        assertThat(told).contains("handle/row-2");
    }

    @Test
    void anOlderRowInThePlaceOfANewerIsNobodys() throws Exception {
        try (var handles = handles(null)) {
            handles.register(owned(JOB, "rescue"));
            copy("handles.db", "older.db");
            handles.register(new OwnedResource(
                    JOB, "rescue", "other", Set.of(Capability.DETECT), 0.9, "GetFaceSearch", "t", "d-2", NOW, null));
            change("handles.db", attach(), "DELETE FROM handle", "INSERT INTO handle SELECT * FROM older.handle");
            assertThat(handles.find(JOB)).isEmpty();
            assertThat(told).contains("handle/row-1");
        }
    }

    /** The list goes back as well: then nobody can tell which row is right, and none counts. */
    @Test
    void whereTheListWasChangedNobodyOwnsAnything() throws Exception {
        try (var handles = handles(null)) {
            handles.register(owned(JOB, "rescue"));
            copy("handles.db", "older.db");
            handles.remove(JOB);
            handles.register(owned(OTHER, "rescue"));
            change(
                    "handles.db",
                    attach(),
                    "INSERT INTO handle SELECT * FROM older.handle",
                    "INSERT INTO row_list SELECT * FROM older.row_list");
            assertThatThrownBy(() -> handles.find(JOB)).isInstanceOf(Fault.RegistryDown.class);
            assertThatThrownBy(() -> handles.find(OTHER)).isInstanceOf(Fault.RegistryDown.class);
            assertThatThrownBy(() -> handles.register(owned(JOB, "rescue"))).isInstanceOf(Fault.RegistryDown.class);
            handles.sweep();
            change("handles.db", "DELETE FROM row_list WHERE ref LIKE '%j-1'", "DELETE FROM handle WHERE id = 'j-1'");
            assertThat(handles.find(OTHER)).isPresent();
        }
        assertThat(told).contains("handles/all");
    }

    @Test
    void anOlderCopyOfAllOfItIsFoundWhileItRunsAndByTheRootOnRecord() throws Exception {
        String root;
        try (var handles = handles(null)) {
            handles.register(owned(JOB, "rescue"));
            copy("handles.db", "older.db");
            handles.remove(JOB);
            change(
                    "handles.db",
                    attach(),
                    "INSERT INTO handle SELECT * FROM older.handle",
                    "INSERT INTO row_list SELECT * FROM older.row_list",
                    "DELETE FROM row_head",
                    "INSERT INTO row_head SELECT * FROM older.row_head");
            assertThatThrownBy(() -> handles.find(JOB)).isInstanceOf(Fault.RegistryDown.class);
            root = handles.root();
        }
        try (var handles = handles("handles:" + root)) {
            assertThatThrownBy(() -> handles.find(JOB)).isInstanceOf(Fault.RegistryDown.class);
            assertThat(handles.root()).isEqualTo(root);
        }
        // The control: without a root on record an older copy is as good as another.
        try (var handles = handles(null)) {
            assertThat(handles.find(JOB)).isPresent();
        }
        try (var handles = handles("accepted")) {
            assertThat(handles.find(JOB)).isPresent();
        }
    }

    @Test
    void aFileThatIsGoneIsNotBegunAnewWhereTheLedgerKnowsIt() throws Exception {
        String root;
        try (var handles = handles(null)) {
            handles.register(owned(JOB, "rescue"));
            root = handles.root();
        }
        Files.delete(data.resolve("handles.db"));
        try (var handles = handles("galleries:00000000000000010000000000000001,handles:" + root)) {
            assertThatThrownBy(() -> handles.register(owned(JOB, "thief"))).isInstanceOf(Fault.RegistryDown.class);
        }
        assertThat(told).contains("handles/all");
    }

    @Test
    void galleriesThatWereRemovedOrPutBackAreNotSearched() throws Exception {
        try (var galleries = galleries(null)) {
            galleries.create(MISSING, NOW);
            galleries.create(STAFF, NOW);
            galleries.faces().enroll(STAFF, List.of(kept(1)), null);
        }
        copy("galleries.db", "older.db");
        try (var galleries = galleries(null)) {
            galleries.erase(STAFF);
        }
        change(
                "galleries.db",
                attach(),
                "DELETE FROM gallery",
                "INSERT INTO gallery SELECT * FROM older.gallery WHERE name = 'staff'",
                "INSERT INTO face SELECT * FROM older.face");
        told.clear();
        try (var galleries = galleries(null)) {
            assertThat(galleries.faces().search(STAFF, kept(1).template(), 100, 3))
                    .isNull();
            assertThat(galleries.faces().search(MISSING, kept(1).template(), 100, 3))
                    .isNull();
            // Nobody gets the name of the one that is gone, for another purpose.
            var taken = new GalleryKey("finder", "missing", "suspect_identification");
            assertThat(galleries.create(taken, NOW)).isEqualTo(GalleryStore.AddResult.EXISTS);
            assertThat(galleries.purpose(taken)).isNotEqualTo("suspect_identification");
        }
        assertThat(told).contains("gallery/row-2").anyMatch(row -> row.startsWith("gallery/removed-"));
    }

    @Test
    void aFaceThatWasErasedDoesNotComeBackAndOneThatIsRemovedIsMissed() throws Exception {
        try (var galleries = galleries(null)) {
            galleries.create(MISSING, NOW);
            galleries.create(STAFF, NOW);
            galleries.faces().enroll(MISSING, List.of(kept(1), kept(2)), NOW.plusSeconds(600));
            galleries.faces().enroll(STAFF, List.of(kept(3)), null);
        }
        copy("galleries.db", "older.db");
        try (var galleries = galleries(null)) {
            galleries.faces().erase(MISSING, List.of(kept(1).faceId()));
            assertThat(galleries.faces().list(MISSING, 0, 9)).hasSize(1);
        }
        copy("galleries.db", "newer.db");
        change("galleries.db", attach(), "INSERT INTO face SELECT * FROM older.face WHERE key = 1");
        try (var galleries = galleries(null)) {
            assertThat(galleries.faces().search(MISSING, kept(1).template(), 100, 3))
                    .isNull();
            assertThat(galleries.faces().search(STAFF, kept(3).template(), 100, 3))
                    .hasSize(1);
        }
        assertThat(told).contains("gallery/row-1");
        for (var statement : List.of("DELETE FROM face WHERE key = 2", "UPDATE face SET expires = NULL")) {
            copy("newer.db", "galleries.db");
            change("galleries.db", statement);
            try (var galleries = galleries(null)) {
                assertThat(galleries.faces().list(MISSING, 0, 9)).as(statement).isNull();
            }
        }
        copy("newer.db", "galleries.db");
        try (var galleries = galleries(null)) {
            assertThat(galleries.faces().list(MISSING, 0, 9)).hasSize(1);
        }
    }

    @Test
    void anOlderCopyOfAllGalleriesIsFoundByTheRootOnRecordUntilAPersonAcceptsIt() throws Exception {
        try (var galleries = galleries(null)) {
            galleries.create(MISSING, NOW);
        }
        copy("galleries.db", "older.db");
        String root;
        try (var galleries = galleries(null)) {
            galleries.erase(MISSING);
            root = galleries.root();
        }
        copy("older.db", "galleries.db");
        try (var galleries = galleries("galleries:" + root)) {
            assertThatThrownBy(() -> galleries.find(MISSING)).isInstanceOf(Fault.ProviderDown.class);
            assertThat(galleries.root()).isEqualTo(root);
            galleries.sweep();
        }
        assertThat(told).contains("galleries/all");
        try (var galleries = galleries("accepted")) {
            assertThat(galleries.find(MISSING)).isNotNull();
        }
    }

    private SealOptions policy(@Nullable String onRecord) {
        return new SealOptions((table, row) -> told.add(table + '/' + row), true, onRecord);
    }

    private OwnedResources handles(@Nullable String onRecord) {
        return OwnedResources.open(data, () -> NOW, policy(onRecord));
    }

    private GalleryStore galleries(@Nullable String onRecord) throws IOException {
        return GalleryStore.open(data, () -> NOW, policy(onRecord));
    }

    private String attach() {
        return "ATTACH '" + data.resolve("older.db") + "' AS older";
    }

    /** Copies a database with what its write-ahead log holds. */
    private void copy(String from, String to) throws SQLException, IOException {
        for (var suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(data.resolve(to + suffix));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(from));
                var run = connection.createStatement()) {
            run.execute("VACUUM INTO '" + data.resolve(to + ".tmp") + "'");
        }
        Files.move(data.resolve(to + ".tmp"), data.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private void change(String file, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(file));
                var run = connection.createStatement()) {
            for (var statement : statements) {
                run.execute(statement);
            }
        }
    }

    private static OwnedResource owned(ResourceId handle, String organisation) {
        return new OwnedResource(
                handle,
                organisation,
                "find_children",
                Set.of(Capability.DETECT),
                0.8,
                "GetFaceSearch",
                "token",
                "d-1",
                NOW,
                null);
    }

    private static EnrolledFace kept(int seed) {
        var numbers = new float[128];
        numbers[seed] = 1;
        return new EnrolledFace(
                new java.util.UUID(7, seed).toString(),
                "image",
                null,
                new Face.Box(0, 0, 1, 1),
                0.9,
                new FaceTemplate(numbers));
    }
}
