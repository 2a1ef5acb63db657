package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Somebody who can write to {@code registry.db} and has not its key, against a running gateway. */
class RegistryTamperIT {
    @TempDir
    private Path folder;

    private Path data;
    private Cast cast;

    @BeforeEach
    void register() {
        data = folder.resolve("data");
        cast = Cast.register(data);
    }

    @Test
    void anUpdateOfATypeStopsThatOrganisationAloneAndIsOnRecord() throws SQLException {
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, cast.pd()).status()).isEqualTo(400);
            assertThat(call(gateway, cast.hope()).status()).isEqualTo(200);
            change(
                    "UPDATE organisation SET type = 'nonprofit.child_protection' WHERE id = 'pd'",
                    "UPDATE organisation_purpose SET purpose = 'missing_child' WHERE organisation = 'pd'");
            Gateway.pause(1500);
            var police = call(gateway, cast.pd());
            assertThat(police.status()).as(police.json().toString()).isEqualTo(400);
            assertThat(call(gateway, cast.hope()).status()).isEqualTo(200);
            assertThat(gateway.log()).contains("organisation/pd");
            assertThat(gateway.acts()).contains("registry_altered organisation/pd");
            assertThat(codes(gateway)).contains("organisation_suspended");
        }
    }

    @Test
    void aKeyThatIsMovedToAnotherOrganisationIsNotBelieved() throws SQLException {
        try (var gateway = Gateway.start(data)) {
            change("UPDATE access_key SET organisation = 'hope' WHERE id = '"
                    + cast.pd().id() + "'");
            Gateway.pause(1500);
            assertThat(call(gateway, cast.pd()).json().toString()).contains("UnrecognizedClientException");
            assertThat(call(gateway, cast.hope()).status()).isEqualTo(200);
            assertThat(gateway.acts())
                    .contains("registry_altered access_key/" + cast.pd().id());
        }
    }

    @Test
    void anOlderCopyUnderARunningGatewayStopsEverybodyAndHealthSaysSo() throws IOException, SQLException {
        Files.copy(data.resolve("registry.db"), folder.resolve("older.db"));
        Cast.add(data, "late", "bank", "fraud_prevention");
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, cast.hope()).status()).isEqualTo(200);
            change(
                    "ATTACH '" + folder.resolve("older.db") + "' AS older",
                    "DELETE FROM seal_head",
                    "INSERT INTO seal_head SELECT * FROM older.seal_head",
                    "DELETE FROM access_key_principal",
                    "DELETE FROM access_key WHERE organisation = 'late'",
                    "DELETE FROM organisation_purpose WHERE organisation = 'late'",
                    "DELETE FROM organisation_jurisdiction WHERE organisation = 'late'",
                    "DELETE FROM organisation WHERE id = 'late'");
            Gateway.pause(1500);
            assertThat(call(gateway, cast.hope()).status()).isEqualTo(503);
            assertThat(gateway.readiness()).contains("registry").contains("not the one that the ledger knows");
            assertThat(gateway.acts()).contains("registry_altered registry/all");
        }
    }

    private static List<String> codes(Gateway gateway) {
        return gateway.records().stream()
                .map(record -> record.path("code").asText())
                .toList();
    }

    private static Answer call(Gateway gateway, Key key) {
        return Wire.signed(
                        gateway.calls(),
                        AwsCredentialsIdentity.create(key.id(), key.secret()),
                        "ListCollections",
                        "{}",
                        Map.of(),
                        Wire.usual())
                .send();
    }

    private void change(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var run = connection.createStatement()) {
            for (var statement : statements) {
                run.execute(statement);
            }
        }
    }
}
