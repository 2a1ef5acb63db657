package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.identity.KeyLimits;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of a key in its sealed row. */
class KeyLimitsInRegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final KeyLimits LIMITS = new KeyLimits(
            List.of("facegate", "rekognition"), List.of("US-OR"), NOW.plusSeconds(9), NOW.plusSeconds(99));

    @TempDir
    Path folder;

    @BeforeEach
    void register() {
        try (var writer = writer()) {
            writer.add(TestOrganisation.of("bank", "finance.bank")
                    .in("US-OR", "US-WA")
                    .purposes("fraud_prevention")
                    .build());
        }
    }

    @Test
    void areReadAsTheyWereMintedAlsoAfterARotation() {
        String rotated;
        try (var writer = writer()) {
            var minted = writer.mint(request(LIMITS), NOW);
            assertThat(writer.keys().getFirst().request().limits()).isEqualTo(LIMITS);
            assertThat(writer.keys().getFirst().status(NOW)).isEqualTo("not_yet_valid");
            assertThat(writer.keys().getFirst().status(NOW.plusSeconds(9))).isEqualTo("valid");
            rotated = writer.keys(NOW)
                    .rotate(minted.accessKeyId(), Duration.ofSeconds(5), null)
                    .accessKeyId();
        }
        try (var registry = Registry.open(folder)) {
            assertThat(registry.key(rotated).orElseThrow().limits()).isEqualTo(LIMITS);
        }
    }

    @Test
    void aLimitThatSomebodyTookFromARowIsNotAccepted() throws SQLException {
        for (var change : List.of("wires = NULL", "places = 'US-WA'", "holds_from = NULL", "wires = 'azure_face'")) {
            String id;
            try (var writer = writer()) {
                id = writer.mint(request(LIMITS), NOW).accessKeyId();
            }
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                    var statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE access_key SET " + change + " WHERE id = '" + id + "'");
            }
            try (var registry = Registry.open(folder)) {
                assertThat(registry.key(id)).as(change).isEmpty();
            }
        }
    }

    @Test
    void aKeyThatCouldNeverBeUsedIsNotMinted() {
        try (var writer = writer()) {
            assertThatThrownBy(() -> writer.mint(request(new KeyLimits(List.of(), List.of("US-NY"), null, null)), NOW))
                    .hasMessage("The place US-NY is not registered for bank. Registered: US-OR, US-WA.");
            assertThatThrownBy(() -> writer.mint(
                            request(new KeyLimits(List.of(), List.of(), NOW.plusSeconds(9), NOW.plusSeconds(9))), NOW))
                    .hasMessage("The key would end before it begins.");
        }
    }

    private RegistryWriter writer() {
        return RegistryWriter.open(folder, (_, _, _) -> {});
    }

    private static KeyRequest request(KeyLimits limits) {
        return new KeyRequest("bank", List.of(), null, null).withLimits(limits);
    }
}
