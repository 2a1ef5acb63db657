package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Face;
import io.facegate.engine.gallery.EnrolledFace;
import io.facegate.engine.gallery.GalleryKey;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.integrity.SealOptions;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.GalleryTransfer;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.OwnedResources;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryMove;
import io.facegate.registry.TwoGateways;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.facegate.usecase.registry.SaltStorageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a whole gateway with a shared registry adopts from its data folder: what it had before, once. */
class StoreOpeningTest {
    private static final GalleryKey PLACE = new GalleryKey("finder", "missing", "missing_child");

    @TempDir
    private Path folder;

    private Path data;
    private LedgerAddress ledger;
    private RegistryAddress shared;

    @BeforeEach
    void migrate() throws Exception {
        data = folder.resolve("data");
        var addresses = TwoGateways.Addresses.of(data);
        ledger = addresses.ledger();
        shared = addresses.registry();
    }

    private void start(RegistryAddress registry) throws IOException {
        gateway(registry).close();
    }

    private GatewayContext gateway(RegistryAddress registry) throws IOException {
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        return GatewayContext.open(options.setup(ledger, registry, Path.of("policies")));
    }

    /** Stores of a folder, as any gateway makes them. */
    private static void fill(Path at) throws IOException {
        Files.createDirectories(at);
        try (var galleries = GalleryStore.open(at, InstantSource.system())) {
            galleries.create(PLACE, Instant.now());
        }
        OwnedResources.open(at, InstantSource.system()).close();
        HeldResponses.open(at, (act, subject, person) -> {}, HeldResponses.AGE).close();
    }

    private void copy(Path from, String... names) throws IOException {
        for (var name : names) {
            Files.createDirectories(data.resolve(name).getParent());
            Files.copy(from.resolve(name), data.resolve(name));
        }
    }

    /** The files of one store that somebody puts into the folder. */
    private void plant(Path from, String store) throws IOException {
        switch (store) {
            case "galleries" -> copy(from, "galleries.db", "galleries.key");
            case "held" -> copy(from, "held/held.db", "held/held.key");
            default -> copy(from, "handles.db");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"galleries", "held", "handles"})
    void aGatewayThatBeganSharedAdoptsNothingThatIsPlanted(String store) throws Exception {
        start(shared);
        fill(folder.resolve("planted"));
        plant(folder.resolve("planted"), store);
        assertThatThrownBy(() -> start(shared)).hasMessageContaining("older copy that somebody put back");
        try (var rows = TwoGateways.galleries(shared);
                var galleries = GalleryStore.openShared(
                        folder.resolve("empty"), rows, InstantSource.system(), SealOptions.ALONE)) {
            assertThat(galleries.find(PLACE)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"galleries", "held", "handles"})
    void aFolderThatMovedRefusesItsOwnOldCopy(String store) throws Exception {
        var own = RegistryAddress.ofFolder(data);
        start(own);
        try (var galleries = GalleryStore.open(data, InstantSource.system())) {
            assertThat(galleries.list("finder", "", 10)).isEmpty();
        }
        var kept = folder.resolve("kept");
        for (var name : List.of("galleries.db", "galleries.key", "held/held.db", "held/held.key", "handles.db")) {
            Files.createDirectories(Objects.requireNonNull(kept.resolve(name).getParent()));
            Files.copy(data.resolve(name), kept.resolve(name));
        }
        move(own, shared);
        start(shared);
        assertThat(data.resolve("galleries.db")).doesNotExist();
        plant(kept, store);
        assertThatThrownBy(() -> start(shared)).hasMessageContaining("older copy that somebody put back");
    }

    private void move(RegistryAddress from, RegistryAddress to) {
        var journal = LedgerChangeJournal.of(ledger, new ActingPerson("m.roe", "Because of 12."));
        new RegistryMove(from, to, journal, new GalleryFolderTransfer(), SaltStorageFactory.toFolder(data)).move();
    }

    private static final GalleryKey SECOND = new GalleryKey("finder", "second", "missing_child");

    private static EnrolledFace face(int number) {
        var numbers = new float[128];
        numbers[number] = 1;
        return new EnrolledFace(
                new UUID(7, number).toString(),
                "image",
                "Jane",
                new Face.Box(0, 0, 1, 1),
                99,
                new FaceTemplate(numbers));
    }

    private List<String> faces(GalleryStore galleries, GalleryKey place) {
        var found = galleries.faces().list(place, 0, 10);
        return found == null
                ? List.of()
                : found.stream().map(entry -> entry.face().faceId()).toList();
    }

    /** There and back: what was enrolled and erased while the gateways shared them counts. */
    @Test
    void galleriesComeBackToTheFolder() throws Exception {
        var own = RegistryAddress.ofFolder(data);
        start(own);
        try (var galleries = GalleryStore.open(data, InstantSource.system())) {
            galleries.create(PLACE, Instant.ofEpochSecond(7));
            galleries.faces().enroll(PLACE, List.of(face(1), face(2)), null);
        }
        start(own);
        move(own, shared);
        start(shared);
        try (var galleries = sharedGalleries()) {
            galleries.faces().erase(PLACE, List.of(face(1).faceId()));
            galleries.faces().enroll(PLACE, List.of(face(3)), null);
            galleries.create(SECOND, Instant.ofEpochSecond(8));
            var hidden = new GalleryKey("finder", "~ids", "missing_child");
            galleries.addFaces(
                    hidden, List.of(face(4)), Instant.now(), Instant.now().plusSeconds(3600));
        }
        // Killed after the files were in place: the registry is still in the database.
        var root = new GalleryFolderTransfer()
                .copyToFolder(shared, new GalleryTransfer.Policies(SealOptions.ALONE, _ -> SealOptions.ALONE, true));
        assertThat(root).isNotNull();
        assertThat(data.resolve("galleries.db")).exists();
        try (var galleries = sharedGalleriesOf(folder.resolve("other"))) {
            galleries.faces().erase(PLACE, List.of(face(3).faceId()));
        }
        move(shared, own);
        start(own);
        try (var galleries = GalleryStore.open(data, InstantSource.system())) {
            assertThat(faces(galleries, PLACE)).containsExactly(face(2).faceId());
            assertThat(galleries.find(PLACE))
                    .extracting(GalleryStore.Gallery::created)
                    .isEqualTo(Instant.ofEpochSecond(7));
            assertThat(galleries.find(SECOND)).isNotNull();
            assertThat(faces(galleries, new GalleryKey("finder", "~ids", "missing_child")))
                    .containsExactly(face(4).faceId());
            assertThat(galleries.find(new GalleryKey("finder", "second", "other")))
                    .as("its purpose")
                    .isNull();
        }
        assertThat(data.resolve("galleries.coming")).doesNotExist();
    }

    /** A gateway that still runs changes a gallery between the copy and the move. */
    @Test
    void aGalleryThatIsChangedMeanwhileStopsTheMove() throws Exception {
        start(shared);
        var journal = LedgerChangeJournal.of(ledger, new ActingPerson("m.roe", "Because of 12."));
        var own = RegistryAddress.ofFolder(data);
        GalleryTransfer late = (from, policies) -> {
            var root = new GalleryFolderTransfer().copyToFolder(from, policies);
            try (var galleries = sharedGalleriesOf(folder.resolve("other"))) {
                galleries.create(PLACE, Instant.now());
            }
            return root;
        };
        var moving = new RegistryMove(shared, own, journal, late, SaltStorageFactory.toFolder(data));
        assertThatThrownBy(moving::move).hasMessageContaining("Stop every gateway");
        try (var galleries = sharedGalleries()) {
            assertThat(galleries.find(PLACE)).isNotNull();
        }
        move(shared, own);
        try (var galleries = GalleryStore.open(data, InstantSource.system())) {
            assertThat(galleries.find(PLACE)).isNotNull();
        }
    }

    /** The folder's own galleries, which no gateway has brought into the database, are not replaced. */
    @Test
    void galleriesThatAreInNoDatabaseAreNotReplaced() throws Exception {
        start(shared);
        try (var galleries = GalleryStore.open(data, InstantSource.system())) {
            galleries.create(PLACE, Instant.now());
        }
        var policies = new GalleryTransfer.Policies(SealOptions.ALONE, _ -> SealOptions.ALONE, false);
        assertThatThrownBy(() -> new GalleryFolderTransfer().copyToFolder(shared, policies))
                .hasMessageContaining("galleries of its own");
        try (var galleries = GalleryStore.open(data, InstantSource.system())) {
            assertThat(galleries.find(PLACE)).isNotNull();
        }
    }

    private GalleryStore sharedGalleries() throws IOException {
        return sharedGalleriesOf(folder.resolve("empty"));
    }

    private GalleryStore sharedGalleriesOf(Path of) throws IOException {
        Files.createDirectories(of);
        return GalleryStore.openShared(of, TwoGateways.galleries(shared), InstantSource.system(), SealOptions.ALONE);
    }

    @Test
    void eachStartRecordsThatTheStoresAreShared() throws Exception {
        start(shared);
        try (var gateway = gateway(shared)) {
            var newest = gateway.ledger().roots().newest(gateway.registry().stores());
            assertThat(newest).isNotNull();
            assertThat(newest.after()).isEqualTo("shared");
            assertThat(newest.before()).as("on record before").isEqualTo("shared");
        }
    }

    /** So that a start after a crash finds them near the end of the ledger. */
    @Test
    void theRootsOfTheStoresAreRecordedAgainEachHour() throws Exception {
        try (var gateway = gateway(RegistryAddress.ofFolder(data))) {
            var roots = gateway.ledger().roots();
            long before = roots.count(gateway.registry().stores());
            gateway.stores().hourly().runSteps();
            assertThat(roots.count(gateway.registry().stores())).isEqualTo(before + 1);
        }
    }
}
