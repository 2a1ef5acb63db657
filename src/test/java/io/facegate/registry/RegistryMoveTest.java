package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.KeyLimits;
import io.facegate.identity.Organisation;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry goes to a database and back with every HMAC. */
class RegistryMoveTest {
    /** The embedded engine has none in these registries. */
    static final GalleryTransfer NO_GALLERIES = (from, policies) -> null;

    private static final SaltTransfer NO_SALTS = new SaltTransfer() {
        @Override
        public void copyToFolder(io.facegate.integrity.SaltPages shared) {
            throw new AssertionError("None is there.");
        }

        @Override
        public void takeBack() {
            // Nothing was copied.
        }
    };

    @TempDir
    private Path folder;

    private Path data;
    private LedgerDatabase ledger;
    private RegistryAddress file;
    private RegistryAddress shared;
    private MintedKey key;

    @BeforeEach
    void register() throws Exception {
        data = folder.resolve("data");
        ledger = Server.shared().ledgerAndRegistry();
        file = RegistryAddress.ofFolder(data);
        shared = new RegistryAddress(data, new PostgresAddress(ledger.url(), null));
        try (var writer = RegistryWriter.open(file, journal())) {
            // Texts whose order depends on the language.
            writer.add(organisation("hope", "missing_child", "missing.z", "missingc", "missing_a"));
            writer.add(organisation("pd", "suspect_search"));
            key = writer.mint(
                    new KeyRequest("hope", List.of("pd"), null, "case-1", null, true)
                            .withLimits(new KeyLimits(
                                    List.of("rekognition", "facegate"),
                                    List.of(),
                                    Instant.now().plusSeconds(9),
                                    Instant.now().plusSeconds(9000))),
                    Instant.now());
            writer.revoke(
                    writer.mint(new KeyRequest("pd", List.of(), null, null), Instant.now())
                            .accessKeyId(),
                    Instant.now());
            writer.evidence()
                    .add(
                            new Evidence(
                                    "w-1",
                                    "pd",
                                    "warrant",
                                    "case-1",
                                    null,
                                    null,
                                    Map.of("a", List.of("z", "b_a", "bb"))),
                            Instant.now());
            writer.issuers().accept(Map.of("https://id.example.org", "ab".repeat(32)), Instant.now());
            people(writer);
        }
    }

    /** The one who moves it is among them, and a change waits for another. */
    private static void people(RegistryWriter writer) {
        var login = new Person.Login("https://id.example.org", "7");
        writer.people().add(new Person("m.roe", Set.of(Role.OPERATOR, Role.OFFICER), null, login, Instant.now(), null));
        writer.people().add(new Person("b.doe", Set.of(Role.OPERATOR, Role.OFFICER), null, null, Instant.now(), null));
        writer.people().add(new Person("j.kim", Set.of(Role.MEMBER), "hope", null, Instant.now(), null));
        writer.exemptions()
                .add(
                        new ExemptionGrant(
                                "g-1",
                                "hope",
                                "identify",
                                "missing_child",
                                List.of("US-OR", "US"),
                                Instant.now(),
                                Instant.now().plusSeconds(9000),
                                "c-7",
                                "m.roe"),
                        Instant.now());
        writer.stops().set(new StopTarget(StopTarget.Kind.VENDOR, "rekognition"), Instant.now());
        writer.people().change(Approvals.TWO);
        assertThatThrownBy(() -> writer.change("pd", one -> organisation("pd", "suspect_search", "missing_child")))
                .isInstanceOf(ProposalMade.class);
    }

    private static Organisation organisation(String id, String... purposes) {
        return Organisation.builder(id, "nonprofit")
                .name("Zoë & Ærø " + id)
                .jurisdictions(List.of("US-OR", "US-OR/portland"))
                .purposes(Set.of(purposes))
                .facts(Map.of("camera", List.of("fixed", "mobile"), "b_b", List.of("z", "a_a", "ab")))
                .upstreamRole("arn:aws:iam::123456789012:role/hope")
                .build();
    }

    private LedgerChangeJournal journal() {
        return LedgerChangeJournal.of(
                LedgerAddress.ofFolder(data, ledger), new ActingPerson("m.roe", "Because of 12."));
    }

    private RegistryMove transfer(RegistryAddress from, RegistryAddress to) {
        return new RegistryMove(from, to, journal(), NO_GALLERIES, NO_SALTS);
    }

    private String root(RegistryAddress address) {
        try (var writer = RegistryWriter.open(address, journal())) {
            var verified = writer.verify();
            assertThat(verified.isIntact()).isTrue();
            return verified.root();
        }
    }

    @Test
    void everyRowArrivesWithItsHmacAndGoesBack() throws Exception {
        var root = root(file);
        var moved = transfer(file, shared).move();
        assertThat(moved.root()).isEqualTo(root);
        assertThat(moved.rows()).isEqualTo(14);
        assertThat(data.resolve("registry.db")).doesNotExist();
        assertThat(root(shared)).isEqualTo(root);
        assertThatThrownBy(() -> RegistryWriter.open(file, journal())).hasMessageContaining("--registry URL");
        try (var gateway = SharedGateway.start(new SharedGateway.Place(LedgerAddress.ofFolder(data, ledger), shared))) {
            var registry = gateway.registry;
            assertThat(registry.requireSnapshot().stops()).singleElement().matches(StopEntry::isVerified);
            assertThat(registry.key(key.accessKeyId()).orElseThrow().secret())
                    .asString(java.nio.charset.StandardCharsets.US_ASCII)
                    .isEqualTo(key.secretAccessKey());
            assertThat(registry.organisation("hope").orElseThrow().purposes()).hasSize(4);
            assertThat(registry.evidence("w-1")).isPresent();
            assertThat(registry.requireSnapshot().issuers()).hasSize(1);
        }
        try (var writer = RegistryWriter.open(shared, journal())) {
            writer.suspend("pd");
        }
        var later = root(shared);
        assertThat(transfer(shared, file).move().root()).isEqualTo(later).isNotEqualTo(root);
        assertThat(root(file)).isEqualTo(later);
        assertThatThrownBy(() ->
                        RegistryWriter.open(new RegistryAddress(folder.resolve("b"), shared.database()), journal()))
                .hasMessageContaining("was moved to a data folder");
        assertThat(Records.of(LedgerAddress.ofFolder(data, ledger)).stream()
                        .filter(line -> line.contains("\"registry_move\"")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"registry_before\":\"") && line.contains("\"person\":"));
    }

    /** The owners of vendors' resources go along, and what changed meanwhile comes back, newer than what was here. */
    @Test
    void ownersOfResourcesGoAlongAndComeBack() throws Exception {
        var stays = new ResourceId("rekognition", ResourceKind.COLLECTION, "stays");
        var goes = new ResourceId("rekognition", ResourceKind.COLLECTION, "goes");
        var comes = new ResourceId("rekognition", ResourceKind.COLLECTION, "comes");
        String before;
        try (var own = OwnedResources.open(data, InstantSource.system())) {
            own.register(SharedResourcesTest.owned(stays, "hope", "missing_child"));
            own.register(SharedResourcesTest.owned(goes, "hope", "missing_child"));
            before = own.root();
        }
        record("handles:" + before);
        transfer(file, shared).move();
        assertThat(data.resolve(ResourceFile.FILE)).doesNotExist();
        try (var there =
                OwnedResources.open(shared, InstantSource.system(), SealOptions.ALONE, name -> SealOptions.ALONE)) {
            assertThat(there.find(stays)).isPresent();
            there.remove(goes);
            there.register(SharedResourcesTest.owned(comes, "hope", "missing_child"));
        }
        transfer(shared, file).move();
        // The ledger knows what was here before the move.
        var known = new SealOptions(TamperAlarm.NONE, false, "handles:" + before);
        try (var own = OwnedResources.open(data, InstantSource.system(), known)) {
            assertThat(own.find(stays)).isPresent();
            assertThat(own.find(comes)).isPresent();
            assertThat(own.find(goes)).isEmpty();
        }
    }

    /** What a gateway records of the folder's stores. */
    private void record(String roots) {
        String name;
        try (var registry = RegistryDatabase.openExisting(file)) {
            name = file.storesName(registry.name());
        }
        var settings = Sample.SETTINGS.withRegistries(new FolderRegistries(file));
        try (var open = Ledger.open(LedgerAddress.ofFolder(data, ledger), settings)) {
            LedgerChangeJournal.of(open)
                    .write(new ChangeJournal.Change(
                            "registry_verify", name, null, new RegistryRoots(name, null, roots)));
        }
    }

    /** The wrapped key is in the rows' database, and what the folder knows of it stays there. */
    @Test
    void aWrappedKeyMovesAlongAndBack() {
        new SealRepair(file, journal()).rotate(new DataKeyRotation("file:master.key", false));
        new RegistryMove(file, shared, journal(), NO_GALLERIES, NO_SALTS).move();
        requireIntact(shared);
        new RegistryMove(shared, file, journal(), NO_GALLERIES, NO_SALTS).move();
        requireIntact(file);
        assertThat(MasterKeyReference.read(data).generation()).isEqualTo(1);
    }

    private void requireIntact(RegistryAddress address) {
        DataKeyMemory.forgetAll();
        try (var writer = RegistryWriter.open(address, journal())) {
            assertThat(writer.verify().isIntact()).isTrue();
        }
    }

    /** A move that was killed after the rows were committed at the new place goes on. */
    @Test
    void aMoveThatWasInterruptedGoesOn() throws Exception {
        var root = root(file);
        var copy = Files.copy(data.resolve("registry.db"), folder.resolve("copy.db"));
        transfer(file, shared).move();
        Files.copy(copy, data.resolve("registry.db"));
        assertThatThrownBy(() -> RegistryWriter.open(shared, journal())).hasMessageContaining("registry move");
        assertThat(transfer(file, shared).move().root()).isEqualTo(root);
        assertThat(root(shared)).isEqualTo(root);
    }

    @Test
    void nothingIsMovedOverAnotherRegistry() throws Exception {
        transfer(file, shared).move();
        var other = folder.resolve("other");
        var own = RegistryAddress.ofFolder(other);
        try (var writer = RegistryWriter.open(own, (act, subject, person) -> {})) {
            writer.add(organisation("own"));
        }
        var into = new RegistryAddress(other, shared.database());
        assertThatThrownBy(
                        () -> new RegistryMove(own, into, (act, subject, person) -> {}, NO_GALLERIES, NO_SALTS).move())
                .isInstanceOf(Unusable.class);
        assertThat(other.resolve("registry.db")).exists();
        assertThat(root(shared)).isNotEmpty();
    }

    @Test
    void rowsThatDoNotVerifyAreNotMoved() throws Exception {
        root(file);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var statement = connection.createStatement()) {
            statement.execute("UPDATE organisation SET type = 'nonprofit.child_protection' WHERE id = 'pd'");
        }
        assertThatThrownBy(() -> transfer(file, shared).move()).hasMessageContaining("organisation/pd");
        assertThat(Server.shared().ask(ledger, "SELECT count(*) FROM facegate_registry.organisation"))
                .isEqualTo("0");
        assertThat(data.resolve("registry.db")).exists();
    }

    @Test
    void withoutARecordNothingIsMoved() {
        var full = new ChangeJournal() {
            @Override
            public void write(String act, String subject, String person) {
                throw new io.facegate.call.Fault.LedgerDown("full");
            }
        };
        assertThatThrownBy(() -> new RegistryMove(file, shared, full, NO_GALLERIES, NO_SALTS).move())
                .hasMessageContaining("full");
        assertThat(Server.shared().ask(ledger, "SELECT count(*) FROM facegate_registry.organisation"))
                .isEqualTo("0");
        root(file);
    }

    /** The control: with another order of texts, the same rows would have other HMACs. */
    @Test
    void theOrderOfTextsIsThatOfTheirBytes() throws Exception {
        transfer(file, shared).move();
        Server.shared()
                .tamper(
                        ledger,
                        "ALTER TABLE facegate_registry.organisation_purpose ALTER purpose TYPE text COLLATE"
                                + " \"und-x-icu\"");
        var session = new PostgresAddress.Session("test", "facegate_registry", 30);
        try (var connection = shared.database().connect(session)) {
            var seal = RegistryDatabase.seal(SecretCipher.open(data, SecretCipher.Guard.REGISTRY), any -> {});
            assertThat(seal.check(connection).altered()).containsExactly("organisation/hope");
        }
    }
}
