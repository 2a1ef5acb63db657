package io.facegate.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.identity.Evidence;
import io.facegate.identity.Organisation;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry of version 1, as the last build that knew no facts wrote it. */
class MigrationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final String OF_BANK = "FGAK7O2XMRSWJNMNZLV4";
    private static final String FOR_BANK = "FGAK34ZXHPMHJH76PDYE";
    private static final String REVOKED = "FGAK5SLJPB72SXVUPZCZ";

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        for (var name : List.of("registry.db", "registry.key")) {
            Files.copy(Path.of("src/test/resources/registry-1", name), folder.resolve(name));
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void keepsEverythingThatVersionOneHeld() throws SQLException {
        assertThat(version()).isEqualTo(1);
        try (var registry = Registry.open(folder)) {
            assertThat(registry.organisation("bank"))
                    .contains(TestOrganisation.of("bank", "bank")
                            .named("First Bank")
                            .in("US-OR", "US-WA")
                            .purposes("fraud_prevention", "onboarding_kyc")
                            .role("arn:aws:iam::123456789012:role/bank")
                            .build());
            assertThat(registry.organisation("vendor").orElseThrow().suspended())
                    .isTrue();
            var key = registry.key(OF_BANK).orElseThrow();
            assertThat(key.secret()).isEqualTo("MdO9hPRYZqWl5KVl3qrUMFM3dbX9mr2sevmQKCUD".getBytes(US_ASCII));
            assertThat(key.purpose()).isEqualTo("fraud_prevention");
            assertThat(key.expires()).isEqualTo(Instant.parse("2027-01-31T00:00:00Z"));
            assertThat(key.caseId()).isNull();
            assertThat(registry.key(FOR_BANK).orElseThrow().principals()).containsExactly("bank");
            assertThat(registry.key(REVOKED)).isEmpty();
        }
        assertThat(version()).isEqualTo(9);
    }

    /** An earlier build can go on with it; it is made once, and is as private as the file. */
    @Test
    void theFileOfTheEarlierVersionStaysBeside() throws Exception {
        Registry.open(folder).close();
        var kept = folder.resolve("registry.db.v1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        var bytes = Files.readAllBytes(kept);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + kept);
                var statement = connection.createStatement()) {
            assertThat(statement.executeQuery("PRAGMA user_version").getInt(1)).isEqualTo(1);
            assertThat(statement
                            .executeQuery("SELECT count(*) FROM organisation")
                            .getInt(1))
                    .isEqualTo(2);
        }
        Registry.open(folder).close();
        assertThat(Files.readAllBytes(kept)).isEqualTo(bytes);
        try (var all = Files.list(folder)) {
            assertThat(all.map(each -> each.getFileName().toString())).noneMatch(name -> name.endsWith(".new"));
        }
    }

    @Test
    void takesFactsEvidenceAndCasesAfterwards() {
        var warrant = new Evidence("w-1", "bank", "warrant", "26-1", null, null, Map.of("offence", List.of("fraud")));
        String id;
        try (var registrar = RegistryWriter.open(folder, (act, subject, _) -> {})) {
            registrar.change("bank", one -> withFacts(one, Map.of("camera", List.of("drone", "fixed"))));
            registrar.evidence().add(warrant, NOW);
            id = registrar
                    .mint(new KeyRequest("bank", List.of(), null, "26-1", null), NOW)
                    .accessKeyId();
        }
        try (var registry = Registry.open(folder)) {
            assertThat(registry.organisation("bank").orElseThrow().facts())
                    .isEqualTo(Map.of("camera", List.of("drone", "fixed")));
            assertThat(registry.evidence("w-1")).contains(warrant);
            assertThat(registry.key(id).orElseThrow().caseId()).isEqualTo("26-1");
        }
    }

    @Test
    void migratesOnceWhenManyOpenIt() throws Exception {
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            var opened = each.invokeAll(List.<Callable<Boolean>>of(this::hasBank, this::hasBank, this::hasBank));
            for (Future<Boolean> one : opened) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void leavesAFileOfAnotherVersionAsItIs() throws SQLException {
        for (int other : new int[] {10, -1}) {
            set("PRAGMA user_version = " + other);
            assertThatThrownBy(() -> Registry.open(folder))
                    .isInstanceOf(Unusable.class)
                    .hasMessageContaining("version");
            assertThat(version()).isEqualTo(other);
        }
    }

    @Test
    void changesNothingOfAFileThatOnlyCallsItselfVersionOne() throws SQLException {
        set("DROP TABLE access_key_principal");
        set("DROP TABLE access_key");
        assertThatThrownBy(() -> Registry.open(folder)).isInstanceOf(Unusable.class);
        assertThat(version()).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM sqlite_schema WHERE name = 'evidence'"))
                .isZero();
    }

    private boolean hasBank() {
        try (var registry = Registry.open(folder)) {
            return registry.organisation("bank").isPresent();
        }
    }

    private static Organisation withFacts(Organisation one, Map<String, List<String>> facts) {
        return TestOrganisation.of(one.id(), one.type())
                .named(one.name())
                .in(one.jurisdictions())
                .purposes(one.purposes())
                .facts(facts)
                .suspended(one.suspended())
                .role(one.upstreamRole())
                .build();
    }

    private int version() throws SQLException {
        return number("PRAGMA user_version");
    }

    private int number(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.getInt(1);
        }
    }

    private void set(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
