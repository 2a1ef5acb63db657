package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.engine.gallery.GalleryKey;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.integrity.SealOptions;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.OwnedResources;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryMove;
import io.facegate.registry.TwoGateways;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
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
        new RegistryMove(own, shared, LedgerChangeJournal.of(ledger, new ActingPerson("m.roe", "Because of 12.")))
                .move();
        start(shared);
        assertThat(data.resolve("galleries.db")).doesNotExist();
        plant(kept, store);
        assertThatThrownBy(() -> start(shared)).hasMessageContaining("older copy that somebody put back");
    }

    @Test
    void thatTheStoresAreSharedIsRecordedOnce() throws Exception {
        start(shared);
        start(shared);
        try (var gateway = gateway(shared)) {
            var newest = gateway.ledger().roots().newest(gateway.registry().stores());
            assertThat(newest).isNotNull();
            assertThat(newest.after()).isEqualTo("shared");
            assertThat(newest.before()).as("the first record is the only one").isNull();
        }
    }
}
