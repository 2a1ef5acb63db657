package io.facegate.cli.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Await;
import io.facegate.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCommandsTest {
    @TempDir
    Path folder;

    private final Shell shell = new Shell();

    @Test
    void registersAnOrganisationAndMintsItsKey() throws IOException {
        assertThat(addBank()).isZero();
        assertThat(run("key", "mint", "--org", "bank", "--purpose", "fraud_prevention", "--expires", "90d"))
                .isZero();
        var key = json();
        assertThat(key.fieldNames())
                .toIterable()
                .containsExactly(
                        "accessKeyId", "secretAccessKey", "apiKey", "org", "for", "purpose", "case", "expires");
        assertThat(Instant.parse(key.get("expires").textValue()))
                .isCloseTo(Instant.now().plus(Duration.ofDays(90)), within(Duration.ofMinutes(1)));
        try (var registry = Registry.open(folder)) {
            assertThat(registry.key(key.get("accessKeyId").textValue())).isPresent();
        }
    }

    @Test
    void aKeyOfTheSandboxIsShownAsOne() throws IOException {
        addBank();
        assertThat(run("key", "mint", "--org", "bank", "--sandbox")).isZero();
        var minted = json();
        assertThat(minted.get("sandbox").booleanValue()).isTrue();
        var sandbox = minted.get("accessKeyId").textValue();
        run("key", "mint", "--org", "bank");
        var other = json().get("accessKeyId").textValue();
        run("key", "list", "--org", "bank");
        assertThat(shell.out().lines().filter(line -> line.startsWith(sandbox)))
                .allMatch(line -> line.endsWith("sandbox=true  use=never used"));
        assertThat(shell.out().lines().filter(line -> line.startsWith(other)))
                .noneMatch(line -> line.contains("sandbox"));
        try (var registry = Registry.open(folder)) {
            assertThat(registry.key(sandbox).orElseThrow().sandbox()).isTrue();
            assertThat(registry.key(other).orElseThrow().sandbox()).isFalse();
        }
    }

    @Test
    void listsShowsChangesSuspendsAndResumes() throws IOException {
        addBank();
        assertThat(run("org", "list", "--json")).isZero();
        assertThat(json().get("purposes").get(0).textValue()).isEqualTo("fraud_prevention");
        assertThat(run("org", "change", "bank", "--purpose", "onboarding_kyc", "--name", "Second Bank", "--json"))
                .isZero();
        assertThat(json().get("purposes")).hasSize(1);
        run("org", "suspend", "bank");
        run("org", "show", "bank", "--json");
        assertThat(json().get("suspended").booleanValue()).isTrue();
        run("org", "resume", "bank");
        run("org", "show", "bank");
        assertThat(shell.out())
                .isEqualTo("bank  name=Second Bank  type=bank  jurisdictions=US-OR  purposes=onboarding_kyc\n");
    }

    @Test
    void registersTheFactsThatPolicyKnows() throws IOException {
        addBank();
        var words = List.of("camera=drone", "camera=fixed", "subject_in=US-OR/portland", "instance_created=2019-05-01");
        var line = new ArrayList<>(List.of("org", "change", "bank", "--json"));
        words.forEach(word -> line.addAll(List.of("--fact", word)));
        line.addAll(List.of("--fact", "accuracy=0.99", "--fact", "people=250", "--fact", "offence_years=4.5"));
        assertThat(run(line.toArray(String[]::new))).as(shell.err()).isZero();
        assertThat(json().get("facts").toString())
                .isEqualTo("{\"accuracy\":[\"0.99\"],\"camera\":[\"drone\",\"fixed\"],"
                        + "\"instance_created\":[\"2019-05-01\"],\"offence_years\":[\"4.5\"],\"people\":[\"250\"],"
                        + "\"subject_in\":[\"US-OR/portland\"]}");
        run("org", "change", "bank", "--name", "Second Bank", "--json");
        assertThat(json().get("facts")).hasSize(6);
        run("org", "change", "bank", "--fact", "setting=controlled", "--json");
        assertThat(json().get("facts").toString()).isEqualTo("{\"setting\":[\"controlled\"]}");
        run("org", "show", "bank");
        assertThat(shell.out()).contains("  setting=controlled");
        run("org", "change", "bank", "--no-facts", "--json");
        assertThat(json().get("facts")).isEmpty();
    }

    /** Reading is not writing, and a bucket of one vendor none of the other. */
    @Test
    void registersBucketsOfBothVendors() throws IOException {
        addBank();
        var words = List.of(
                "output:films",
                "output:gs://my_films",
                "s3:films",
                "url:gs://films.example.org",
                "url:https://pictures.example:8443");
        var line = new ArrayList<>(List.of("org", "change", "bank", "--json"));
        words.forEach(word -> line.addAll(List.of("--resource", word)));
        assertThat(run(line.toArray(String[]::new))).as(shell.err()).isZero();
        assertThat(json().get("resources").toString())
                .contains(
                        "output:films",
                        "output:gs://my_films",
                        "s3:films",
                        "url:gs://films.example.org",
                        "url:https://pictures.example:8443");
        for (var wrong : List.of(
                "url:https://films.example.org/",
                "url:https://Films.example.org",
                "url:https://films.example.org.",
                "url:https://films.example.org:443",
                "url:https://*.example.org",
                "url:https://user@films.example.org",
                "url:https://127.0.0.1",
                "url:https://0x7f.1",
                "url:https://localhost",
                "url:http://films.example.org",
                "url:films",
                "url:gs://films/*",
                "s3:gs://films")) {
            assertThat(run("org", "change", "bank", "--resource", wrong))
                    .as(wrong)
                    .isNotZero();
            assertThat(shell.err()).as(wrong).contains("url:gs://BUCKET");
        }
        assertThat(run("org", "change", "bank", "--resource", "gs://films")).isNotZero();
        assertThat(shell.err()).contains("the kinds are", "key and url");
    }

    @Test
    void namesTheNearestWordWhereAFactIsMisspelt() {
        addBank();
        for (var wrong : Map.of(
                        "place_tipe=workplace", "'place_type'",
                        "place_type=work_place", "'workplace'",
                        "started=2026-01-01T00:00:00Z", "place_type",
                        "instance_created=2019-02-30", "date",
                        "instance_created=yesterday", "date",
                        "subject_in=Oregon", "ISO 3166-2",
                        "accuracy=99", "0 to 1",
                        "people=some", "whole",
                        "offence_years=1e9", "4.5",
                        "workplace", "NAME=WORD")
                .entrySet()) {
            assertThat(run("org", "change", "bank", "--fact", wrong.getKey())).isEqualTo(2);
            assertThat(shell.err()).contains(wrong.getValue()).hasLineCount(1);
        }
    }

    @Test
    void warnsOfOrganisationsAndKeysThatCanDeclareNoPurpose() throws IOException {
        assertThat(run("org", "add", "--id", "lab", "--name", "Lab", "--type", "contractor", "--json"))
                .isZero();
        assertThat(shell.err())
                .startsWith("Warning: ")
                .contains("org change lab")
                .hasLineCount(1);
        assertThat(json().get("id").textValue()).isEqualTo("lab");
        addBank();
        assertThat(shell.err()).isEmpty();
        assertThat(run("key", "mint", "--org", "lab", "--for", "bank")).isZero();
        assertThat(shell.err()).startsWith("Warning: ").contains("lab and bank").hasLineCount(1);
        assertThat(json().get("for").get(0).textValue()).isEqualTo("bank");
        run("org", "change", "lab", "--purpose", "fraud_prevention");
        assertThat(run("key", "mint", "--org", "lab", "--for", "bank", "--case", "26-1"))
                .isZero();
        assertThat(shell.err())
                .isEqualTo("Warning: no evidence of case 26-1 is registered for lab or bank yet:"
                        + " evidence add --case 26-1.\n");
        run("evidence", "add", "--org", "bank", "--id", "w-1", "--type", "warrant", "--case", "26-1");
        run("key", "mint", "--org", "lab", "--for", "bank", "--case", "26-1");
        assertThat(shell.err()).isEmpty();
        assertThat(json().get("case").textValue()).isEqualTo("26-1");
        run("key", "list", "--org", "lab");
        assertThat(shell.out()).contains("  case=26-1");
    }

    @Test
    void makesNoFolderWhereItOnlyReads() {
        var typo = folder.resolve("typo");
        for (var reading : List.of(
                List.of("org", "list"),
                List.of("org", "show", "bank"),
                List.of("org", "change", "bank", "--name", "B"),
                List.of("org", "suspend", "bank"),
                List.of("org", "resume", "bank"),
                List.of("key", "list"),
                List.of("key", "mint", "--org", "bank"),
                List.of("key", "revoke", "FGAKNONE"),
                List.of("evidence", "list"),
                List.of("evidence", "show", "w-1"),
                List.of("evidence", "revoke", "w-1"),
                List.of("evidence", "add", "--org", "bank", "--id", "w-1", "--type", "warrant"))) {
            assertThat(shell.run(typo, reading.toArray(String[]::new)))
                    .as(reading.toString())
                    .isEqualTo(2);
            assertThat(shell.err()).contains("There is no registry in " + typo, "--data DIR");
            assertThat(typo).doesNotExist();
        }
    }

    @Test
    void saysHowToChangeWhatIsRegisteredAlready() {
        addBank();
        assertThat(addBank()).isEqualTo(2);
        assertThat(shell.err()).contains("org change bank").hasLineCount(1);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void writesEachChangeIntoTheLedgerAndNothingElse() throws IOException {
        addBank();
        addBank();
        run("key", "mint", "--org", "bank");
        var id = json().get("accessKeyId").textValue();
        run("org", "list");
        var written = Files.readString(folder.resolve("ledger.db"), ISO_8859_1)
                + (Files.exists(folder.resolve("ledger.db-wal"))
                        ? Files.readString(folder.resolve("ledger.db-wal"), ISO_8859_1)
                        : "");
        assertThat(written).containsOnlyOnce("org_add").contains("key_mint").contains(id);
    }

    @Test
    void listsKeysWithoutTheirSecretsAndRevokesThem() throws IOException {
        addBank();
        run("key", "mint", "--org", "bank");
        var minted = json();
        var id = minted.get("accessKeyId").textValue();
        run("key", "list", "--org", "bank", "--json");
        assertThat(json().get("status").textValue()).isEqualTo("valid");
        assertThat(shell.out())
                .doesNotContain(minted.get("secretAccessKey").textValue())
                .doesNotContain("fgk_");
        assertThat(run("key", "revoke", id)).isZero();
        run("key", "list", "--json");
        assertThat(json().get("status").textValue()).isEqualTo("revoked");
        assertThat(run("key", "revoke", id)).isEqualTo(2);
    }

    @Test
    void exitsWithTwoOnWrongUsageAndSaysWhatToDo() {
        addBank();
        for (var wrong : List.of(
                List.of("org"),
                List.of("org", "show", "none"),
                List.of("org", "add", "--id", "x"),
                List.of("org", "add", "--id", "x", "--name", "X", "--type", "bankers"),
                List.of("org", "add", "--id", "x", "--name", "X", "--type", "bank", "--purpose", "anything"),
                List.of("org", "add", "--id", "x", "--name", "X", "--type", "bank", "--jurisdiction", "Oregon"),
                List.of("key", "mint", "--org", "none"),
                List.of("key", "mint", "--org", "bank", "--purpose", "marketing"),
                List.of("key", "mint", "--org", "bank", "--expires", "tomorrow"),
                List.of("key", "mint", "--org", "bank", "--expires", "2020-01-01"))) {
            assertThat(run(wrong.toArray(String[]::new))).as(wrong.toString()).isEqualTo(2);
            assertThat(shell.err()).as(wrong.toString()).isNotBlank();
            assertThat(shell.out()).isEmpty();
        }
    }

    @Test
    void exitsWithOneWhenTheRegistryCannotBeUsed() throws IOException {
        addBank();
        run("key", "mint", "--org", "bank");
        Files.delete(folder.resolve("registry.key"));
        assertThat(run("org", "list")).isEqualTo(1);
        assertThat(shell.err()).contains("registry.key").hasLineCount(1);
    }

    @Test
    void letsManyProcessesWriteAtOnce() throws Exception {
        addBank();
        try (var registry = Registry.open(folder).watch()) {
            var processes = new ArrayList<Process>();
            for (int at = 0; at < 3; at++) {
                processes.add(process("4", "key", "mint", "--org", "bank"));
            }
            for (var process : processes) {
                assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
            run("key", "list", "--json");
            var lines = shell.out().lines().toList();
            assertThat(lines).hasSize(12);
            for (var line : lines) {
                var id = new ObjectMapper().readTree(line).get("accessKeyId").textValue();
                Await.until(() -> registry.key(id).isPresent());
            }
        }
    }

    @Test
    void makesOneRegistryWhenManyProcessesStartIt() throws Exception {
        var processes = new ArrayList<Process>();
        for (int at = 0; at < 3; at++) {
            processes.add(process("1", "org", "add", "--id", "org" + at, "--name", "N", "--type", "nonprofit"));
        }
        for (var process : processes) {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        try (var registry = Registry.open(folder)) {
            assertThat(registry.organisations()).hasSize(3);
        }
    }

    private Process process(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Shell.Alone.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", folder.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private int addBank() {
        return run(
                "org",
                "add",
                "--id",
                "bank",
                "--name",
                "First Bank",
                "--type",
                "bank",
                "--jurisdiction",
                "US-OR",
                "--purpose",
                "fraud_prevention");
    }

    private int run(String... arguments) {
        return shell.run(folder, arguments);
    }

    private JsonNode json() throws IOException {
        return shell.json();
    }

    private static org.assertj.core.data.TemporalUnitOffset within(Duration offset) {
        return org.assertj.core.api.Assertions.within(offset.toSeconds(), java.time.temporal.ChronoUnit.SECONDS);
    }
}
