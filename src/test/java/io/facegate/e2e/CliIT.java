package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command line without a server: its help, and its exit codes. */
class CliIT {
    @TempDir
    private Path folder;

    @Test
    void helpIsOnStandardOutput() {
        for (var words : List.of(List.<String>of(), List.of("ledger"), List.of("ledger", "verify"))) {
            var asked = new ArrayList<>(words);
            asked.add("--help");
            var said = Gateway.runPackaged(asked.toArray(String[]::new)).expect(0);
            assertThat(said.err()).isEmpty();
            assertThat(said.out()).startsWith("Usage: " + ("facegate " + String.join(" ", words)).strip());
        }
    }

    @Test
    void saysWhichVersionItIs() {
        assertThat(Gateway.runPackaged("--version").expect(0).out()).startsWith("facegate ");
    }

    @Test
    void usageErrorsSayWhatToDo() {
        assertUsage(Gateway.runPackaged());
        assertUsage(Gateway.runPackaged("fly"));
        assertUsage(Gateway.runPackaged("serve", "--colour", "blue"));
        assertUsage(Gateway.runPackaged("serve", "--provider", "azure"));
        assertUsage(Gateway.runPackaged("serve", "--provider", "local,local"));
        assertUsage(Gateway.runPackaged("serve", "--provider", "mystery"));
        assertUsage(Gateway.runPackaged("serve", "--port", "many"));
        assertUsage(Gateway.runPackaged("policy"));
        assertUsage(Gateway.runPackaged(
                "policy", "check", "--policies", folder.resolve("none").toString()));
        assertUsage(Gateway.runPackaged("org", "add", "--id", "hope"));
        assertUsage(Gateway.runPackaged(
                "org", "add", "--id", "hope", "--name", "Hope", "--type", "angels", "--data", data()));
        assertUsage(Gateway.runPackaged("key", "mint", "--org", "nobody", "--data", data()));
        assertUsage(Gateway.runPackaged(
                "ledger", "show", "nothing", "--data", folder.resolve("none").toString()));
        assertUsage(Gateway.runPackaged(
                "ledger", "tail", "-n", "-1", "--data", folder.resolve("none").toString()));
    }

    @Test
    void usageErrorsAreOneLineAndWhereToReadMore() {
        assertShort(Gateway.runPackaged(), "facegate", "Name a subcommand: demo, serve, org, key, ");
        assertShort(Gateway.runPackaged("org"), "facegate org", "add, change, list, show, verify, purpose");
        assertShort(Gateway.runPackaged("policy"), "facegate policy", "check, test, explain");
        assertShort(Gateway.runPackaged("ledger"), "facegate ledger", "tail, show, verify");
        assertShort(Gateway.runPackaged("serve", "--colour", "blue"), "facegate serve", "'--colour', 'blue'");
        assertShort(
                Gateway.runPackaged("serve", "--tls", "1"),
                "facegate serve",
                "; did you mean --tls-port or --tls-cert");
        assertShort(Gateway.runPackaged("serv"), "facegate", "'serv'; did you mean serve");
        assertShort(Gateway.runPackaged("org", "add", "--id", "hope"), "facegate org add", "--name=NAME");
        assertShort(Gateway.runPackaged("ledger", "tail", "-n", "many"), "facegate ledger tail", "many");
    }

    private static void assertShort(Result said, String command, String holds) {
        assertUsage(said);
        assertThat(said.err().lines().findFirst().orElseThrow()).as(command).contains(holds);
        assertThat(said.err()).as(command).hasLineCount(2).endsWith("\nSee '" + command + " --help'.\n");
    }

    @Test
    void aCommandThatOnlyReadsMakesNoFolder() {
        for (var words : List.of(
                List.of("org", "list"),
                List.of("key", "list"),
                List.of("evidence", "list"),
                List.of("ledger", "verify"),
                List.of("ledger", "tail"))) {
            var all = new ArrayList<>(words);
            all.addAll(List.of("--data", data()));
            assertUsage(Gateway.runPackaged(all.toArray(String[]::new)));
            assertThat(folder.resolve("data")).as(words.toString()).doesNotExist();
        }
    }

    @Test
    void aGatewayDoesNotStartOverASecretThatOthersCanRead() throws IOException {
        Cast.register(folder.resolve("data"));
        var key = folder.resolve("data/ledger.key");
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        var said = Gateway.runPackaged("serve", "--data", data(), "--policies", "policies", "--port", "0");
        assertThat(said.code()).as(said.err()).isEqualTo(1);
        assertThat(said.err()).contains("chmod 600 " + key);
    }

    private static void assertUsage(Result said) {
        assertThat(said.code()).as(said.out() + said.err()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isNotBlank().doesNotContain("Exception", "\tat ");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Test
    void aPolicyThatDoesNotCompileIsThree() throws IOException {
        var policies = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(policies.resolve("odd.yaml"), """
            pack: odd
            title: A pack with a mistake
            binds: Nobody.
            rules:
              - id: one
                effect: permitt
                match: {capability: detect}
                reason: {text: None.}
            """);

        var checked = Gateway.runPackaged("policy", "check", "--policies", policies.toString());
        assertThat(checked.code()).isEqualTo(3);
        assertThat(checked.err()).contains("odd.yaml:6:", "permitt");
        var served = Gateway.runPackaged("serve", "--policies", policies.toString(), "--data", data(), "--port", "0");
        assertThat(served.code()).as(served.err()).isEqualTo(3);
        assertThat(served.err()).contains("odd.yaml:6:");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aPolicyTestThatFailsIsFour() throws IOException {
        var policies = Files.createDirectory(folder.resolve("failing"));
        Files.writeString(policies.resolve("mild.yaml"), """
            pack: mild
            title: Everybody may look
            binds: Everybody.
            rules:
              - id: look
                effect: permit
                match: {capability: detect}
                reason: {text: Looking is free.}
            """);
        Files.writeString(policies.resolve("mild_test.yaml"), """
            packs: [mild]
            given:
              caller: bank
              provider: rekognition
              now: 2026-01-01T00:00:00Z
              expect: refuse
            cases:
              - {name: nobody may look, capabilities: [detect]}
            """);

        var tested = Gateway.runPackaged("policy", "test", "--policies", policies.toString());
        assertThat(tested.code()).as(tested.err()).isEqualTo(4);
        assertThat(tested.out()).contains("mild_test.yaml:", "nobody may look", "0 passed, 1 failed");
    }

    @Test
    void theShippedPoliciesCompileAndPassTheirTests() {
        Gateway.runPackaged("policy", "check", "--policies", "policies").expect(0);
        assertThat(Gateway.runPackaged("policy", "test", "--policies", "policies")
                        .expect(0)
                        .out())
                .contains(" passed, 0 failed");
    }

    @Test
    void explainSaysWhichRuleDecidesAndWhatWouldChangeIt() {
        var said = Gateway.runPackaged(
                        "policy",
                        "explain",
                        "--policies",
                        "policies",
                        "--org-type",
                        "law_enforcement.police",
                        "--purpose",
                        "suspect_identification",
                        "--capability",
                        "identify",
                        "--jurisdiction",
                        "US-OR/salem")
                .expect(0)
                .out();

        assertThat(said).contains("amazon-rekognition-2020/police", "2020-06-10");
        assertThat(said.toLowerCase(java.util.Locale.ROOT)).contains("refuse", "would");
    }

    @Test
    void whatIsNoLedgerIsFive() throws IOException {
        var file = Files.writeString(folder.resolve("ledger.db"), "no ledger at all\n".repeat(1000));

        var said = Gateway.runPackaged("ledger", "verify", "--data", file.toString());
        assertThat(said.code()).as(said.err()).isEqualTo(5);
        assertThat(Gateway.runPackaged("ledger", "verify", "--data", folder.toString())
                        .code())
                .isEqualTo(5);
    }

    @Test
    void oneFlippedByteOfARecordIsFiveAndNamesTheRecord() throws IOException, SQLException {
        Cast.register(folder.resolve("data"));
        assertThat(Gateway.runPackaged("ledger", "verify", "--data", data())
                        .expect(0)
                        .out())
                .startsWith("The ledger verifies: ");
        var record = Gateway.records(folder.resolve("data")).get(3);

        flip(folder.resolve("data/ledger.db"), 3);

        var said = Gateway.runPackaged("ledger", "verify", "--data", data());
        assertThat(said.code()).as(said.out()).isEqualTo(5);
        assertThat(said.err()).contains("Record 4 ", record.get("id").asText());
        var json = Gateway.runPackaged("ledger", "verify", "--data", data(), "--json")
                .expect(5)
                .json();
        assertThat(json.get("record").asInt()).isEqualTo(3);
    }

    /** Changes the last letter of the record's subject, as someone with access to the disk could. */
    private static void flip(Path ledger, int index) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT first, lines FROM batch WHERE first <= " + index + " ORDER BY first DESC LIMIT 1")) {
            var first = row.getLong(1);
            var lines = new String(row.getBytes(2), StandardCharsets.UTF_8).split("\n", -1);
            int at = (int) (index - first);
            var changed = lines[at].replaceFirst("\"subject\":\"(.)", "\"subject\":\"z");
            assertThat(changed).isNotEqualTo(lines[at]);
            lines[at] = changed;
            try (var update = connection.prepareStatement("UPDATE batch SET lines = ? WHERE first = ?")) {
                update.setBytes(1, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
                update.setLong(2, first);
                update.executeUpdate();
            }
        }
    }

    @Test
    void aRegistryThatIsNotOneIsAFault() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/registry.db"), "no registry\n".repeat(1000));

        var said = Gateway.runPackaged("org", "list", "--data", data());
        assertThat(said.code()).as(said.out() + said.err()).isEqualTo(1);
        assertThat(said.err()).isNotBlank().doesNotContain("\tat ");
    }
}
