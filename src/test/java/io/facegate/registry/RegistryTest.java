package io.facegate.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.identity.ApiKeyVerifier;
import io.facegate.identity.Organisation;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final Organisation BANK = TestOrganisation.of("bank", "finance.bank")
            .named("First Bank")
            .in("US-OR")
            .purposes("fraud_prevention")
            .build();

    @TempDir
    Path folder;

    private final List<String> acts = new ArrayList<>();

    @Test
    void knowsTomorrowWhatWasRegisteredToday() {
        MintedKey minted;
        try (var registrar = registrar()) {
            registrar.add(BANK);
            minted = registrar.mint(new KeyRequest("bank", List.of(), "fraud_prevention", NOW.plusSeconds(60)), NOW);
        }
        try (var registry = Registry.open(folder)) {
            assertThat(registry.organisation("bank")).contains(BANK);
            var key = registry.key(minted.accessKeyId()).orElseThrow();
            assertThat(key.secret()).isEqualTo(minted.secretAccessKey().getBytes(US_ASCII));
            assertThat(key.apiKeySha256()).isEqualTo(ApiKeyVerifier.hash(minted.apiKey()));
            assertThat(key.purpose()).isEqualTo("fraud_prevention");
            assertThat(key.expires()).isEqualTo(NOW.plusSeconds(60));
        }
        assertThat(acts).containsExactly("org_add bank", "key_mint " + minted.accessKeyId());
    }

    @Test
    void mintsKeysThatAwsClientsTake() {
        try (var registrar = registrar()) {
            registrar.add(BANK);
            var minted = registrar.mint(new KeyRequest("bank", List.of(), null, null), NOW);
            assertThat(minted.accessKeyId()).matches("FGAK[A-Z2-7]{16}");
            assertThat(minted.secretAccessKey()).matches("[A-Za-z0-9]{40}");
            assertThat(minted.toString())
                    .doesNotContain(minted.secretAccessKey())
                    .doesNotContain(minted.apiKey());
        }
    }

    @Test
    void reachesARunningServer() throws Exception {
        try (var registrar = registrar();
                var registry = Registry.open(folder).watch()) {
            registrar.add(BANK);
            Await.until(() -> registry.organisation("bank").isPresent());
            var id = registrar
                    .mint(new KeyRequest("bank", List.of(), null, null), NOW)
                    .accessKeyId();
            Await.until(() -> registry.key(id).isPresent());
            registrar.suspend("bank");
            Await.until(() -> registry.organisation("bank").orElseThrow().suspended());
            registrar.revoke(id, NOW);
            Await.until(() -> registry.key(id).isEmpty());
        }
    }

    @Test
    void believesNobodyOnceTheRegistryCannotBeRead() throws Exception {
        registrar().close();
        try (var registry = Registry.open(folder).watch(Duration.ofSeconds(2))) {
            assertThat(registry.organisation("bank")).isEmpty();
            Files.move(folder.resolve("registry.db"), folder.resolve("moved.db"));
            Await.until(() -> isDown(registry));
            Files.move(folder.resolve("moved.db"), folder.resolve("registry.db"));
            Await.until(() -> !isDown(registry));
        }
    }

    @Test
    void keepsSecretsUnreadableInItsFiles() throws IOException {
        try (var registrar = registrar()) {
            registrar.add(BANK);
            var minted = registrar.mint(new KeyRequest("bank", List.of(), null, null), NOW);
            for (var name : List.of("registry.db", "registry.db-wal")) {
                var content = Files.readString(folder.resolve(name), ISO_8859_1);
                assertThat(content).doesNotContain(minted.secretAccessKey());
                assertThat(content).doesNotContain(minted.apiKey());
                assertThat(content).doesNotContain(minted.apiKey().substring(25));
            }
            assertThat(Files.readString(folder.resolve("registry.db-wal"), ISO_8859_1))
                    .contains(minted.accessKeyId());
            try (var files = Files.list(folder)) {
                assertThat(files)
                        .hasSizeGreaterThan(2)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .as(file.toString())
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void refusesAKeyFileThatOthersCanRead() throws IOException {
        withAKey();
        Files.setPosixFilePermissions(folder.resolve("registry.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Registry.open(folder))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesToGoOnWithoutTheKeyFileThatSealedItsSecrets() throws IOException {
        withAKey();
        Files.delete(folder.resolve("registry.key"));
        assertThatThrownBy(() -> Registry.open(folder))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("backup");
        assertThat(folder.resolve("registry.key")).doesNotExist();
    }

    @Test
    void refusesAnotherKeyFileOrAMalformedOne() throws IOException {
        withAKey();
        Files.writeString(folder.resolve("registry.key"), "0".repeat(64));
        assertThatThrownBy(() -> Registry.open(folder))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("another key");
        Files.writeString(folder.resolve("registry.key"), "not hexadecimal");
        assertThatThrownBy(() -> Registry.open(folder))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("64 hex");
    }

    @Test
    void believesNoKeyWhoseSecretsWereMovedFromAnother() throws Exception {
        List<String> minted;
        try (var registrar = registrar()) {
            registrar.add(BANK);
            var minting = new KeyRequest("bank", List.of(), null, null);
            minted = List.of(
                    registrar.mint(minting, NOW).accessKeyId(),
                    registrar.mint(minting, NOW).accessKeyId());
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = connection.createStatement()) {
            statement.execute("UPDATE access_key SET sealed_secret = (SELECT min(sealed_secret) FROM access_key)");
        }
        try (var registry = Registry.open(folder)) {
            assertThat(minted.stream().filter(id -> registry.key(id).isPresent()))
                    .hasSize(1);
        }
    }

    @Test
    void refusesAFileThatIsNoRegistry() throws IOException {
        Files.writeString(folder.resolve("registry.db"), "something else entirely, and long enough to be looked at");
        assertThatThrownBy(() -> Registry.open(folder)).isInstanceOf(Unusable.class);
    }

    @Test
    void changesNothingWhenTheJournalFails() {
        try (var registrar = RegistryWriter.open(folder, (act, subject, _) -> {
            throw new Fault.LedgerDown("down");
        })) {
            assertThatThrownBy(() -> registrar.add(BANK)).isInstanceOf(Fault.LedgerDown.class);
            assertThat(registrar.organisations()).isEmpty();
        }
    }

    @Test
    void writesNothingDownThatItWillNotDo() {
        try (var registrar = registrar()) {
            registrar.add(BANK);
            acts.clear();
            assertThatThrownBy(() -> registrar.add(BANK))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("org change bank");
            assertThatThrownBy(() -> registrar.suspend("none")).isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> registrar.revoke("FGAKNONE", NOW)).isInstanceOf(Unacceptable.class);
            for (var wrong : List.of(
                    new KeyRequest("none", List.of(), null, null),
                    new KeyRequest("bank", List.of(), "marketing", null),
                    new KeyRequest("bank", List.of("none"), null, null),
                    new KeyRequest("bank", List.of("bank"), null, null),
                    new KeyRequest("bank", List.of(), null, NOW))) {
                assertThatThrownBy(() -> registrar.mint(wrong, NOW)).isInstanceOf(Unacceptable.class);
            }
            assertThat(acts).isEmpty();
        }
    }

    @Test
    void keepsFactsThroughEveryChange() {
        var facts = Map.of("place_type", List.of("education", "workplace"), "instance_created", List.of("2019-05-01"));
        var school = TestOrganisation.of("school", "education")
                .named("School")
                .in("US-OR")
                .purposes("attendance")
                .facts(facts)
                .build();
        try (var registrar = registrar()) {
            registrar.add(school);
            assertThat(registrar.suspend("school").facts()).isEqualTo(facts);
            assertThat(registrar.resume("school")).isEqualTo(school);
            try (var registry = Registry.open(folder)) {
                assertThat(registry.organisation("school")).contains(school);
            }
        }
    }

    @Test
    void mintsNoKeyForMoreThanARecordLists() {
        try (var registrar = registrar()) {
            registrar.add(BANK);
            var all = new ArrayList<String>();
            for (int at = 0; at < 33; at++) {
                all.add("p" + at);
                registrar.add(TestOrganisation.of("p" + at, "bank").named("P").build());
            }
            assertThatThrownBy(() -> registrar.mint(new KeyRequest("bank", all, null, null), NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("at most 32");
            assertThat(registrar
                            .mint(new KeyRequest("bank", all.subList(0, 32), null, null), NOW)
                            .request()
                            .principals())
                    .hasSize(32);
        }
    }

    @Test
    void keepsTheCaseOfAKey() {
        try (var registrar = registrar()) {
            registrar.add(BANK);
            var id = registrar
                    .mint(new KeyRequest("bank", List.of(), null, "26-4711/B", null), NOW)
                    .accessKeyId();
            assertThat(registrar.keys().getFirst().request().caseId()).isEqualTo("26-4711/B");
            try (var registry = Registry.open(folder)) {
                assertThat(registry.key(id).orElseThrow().caseId()).isEqualTo("26-4711/B");
            }
            assertThatThrownBy(() -> registrar.mint(new KeyRequest("bank", List.of(), null, "a case", null), NOW))
                    .isInstanceOf(Unacceptable.class);
        }
    }

    @Test
    void mintsAContractorsKeyOnlyForSomebody() {
        try (var registrar = registrar()) {
            registrar.add(BANK);
            registrar.add(
                    TestOrganisation.of("vendor", "contractor").named("Vendor").build());
            assertThatThrownBy(() -> registrar.mint(new KeyRequest("vendor", List.of(), null, null), NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("--for");
            var minted = registrar.mint(new KeyRequest("vendor", List.of("bank"), null, null), NOW);
            try (var registry = Registry.open(folder)) {
                assertThat(registry.key(minted.accessKeyId()).orElseThrow().principals())
                        .containsExactly("bank");
            }
        }
    }

    @Test
    void refusesMalformedWords() {
        try (var registrar = registrar()) {
            for (var wrong : List.of(
                    TestOrganisation.of("Bank", "finance.bank").named("B").build(),
                    TestOrganisation.of("bank", "finance.bank").named("a\nb").build(),
                    TestOrganisation.of("bank", "Finance").named("B").build(),
                    TestOrganisation.of("bank", "finance.").named("B").build(),
                    TestOrganisation.of("bank", "finance")
                            .named("B")
                            .in("Oregon")
                            .build(),
                    TestOrganisation.of("bank", "finance")
                            .named("B")
                            .purposes("a b")
                            .build(),
                    TestOrganisation.of("bank", "finance")
                            .named("B")
                            .role("role")
                            .build())) {
                assertThatThrownBy(() -> registrar.add(wrong)).isInstanceOf(Unacceptable.class);
            }
            assertThat(registrar.organisations()).isEmpty();
        }
    }

    private void withAKey() {
        try (var registrar = registrar()) {
            registrar.add(BANK);
            registrar.mint(new KeyRequest("bank", List.of(), null, null), NOW);
        }
    }

    private RegistryWriter registrar() {
        return RegistryWriter.open(folder, (act, subject, _) -> acts.add(act + ' ' + subject));
    }

    private static boolean isDown(Registry registry) {
        try {
            registry.key("any");
            return false;
        } catch (Fault.RegistryDown down) {
            return true;
        }
    }
}
