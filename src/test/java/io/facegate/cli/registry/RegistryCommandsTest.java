package io.facegate.cli.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.registry.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class RegistryCommandsTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(
            name = "facegate",
            subcommands = {OrgCommand.class, KeyCommand.class})
    private static final class Facegate {}

    /** The commands as a process of their own; the arguments repeat as often as the first one says. */
    static final class Alone {
        public static void main(String[] arguments) {
            int exit = 0;
            for (int at = 0; at < Integer.parseInt(arguments[0]); at++) {
                exit += new CommandLine(new Facegate()).execute(Arrays.copyOfRange(arguments, 1, arguments.length));
            }
            System.exit(exit);
        }
    }

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
        assertThat(out.toString())
                .isEqualTo("bank  name=Second Bank  type=bank  jurisdictions=US-OR  purposes=onboarding_kyc\n");
    }

    @Test
    void saysHowToChangeWhatIsRegisteredAlready() {
        addBank();
        assertThat(addBank()).isEqualTo(2);
        assertThat(err.toString()).contains("org change bank").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
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
        assertThat(out.toString())
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
            assertThat(err.toString()).as(wrong.toString()).isNotBlank();
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void exitsWithOneWhenTheRegistryCannotBeUsed() throws IOException {
        addBank();
        run("key", "mint", "--org", "bank");
        Files.delete(folder.resolve("registry.key"));
        assertThat(run("org", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("registry.key").hasLineCount(1);
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
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
            run("key", "list", "--json");
            var lines = out.toString().lines().toList();
            assertThat(lines).hasSize(12);
            Thread.sleep(1000);
            for (var line : lines) {
                assertThat(registry.key(new ObjectMapper()
                                .readTree(line)
                                .get("accessKeyId")
                                .textValue()))
                        .isPresent();
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
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
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
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Alone.class.getName()));
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
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var line = new ArrayList<>(List.of(arguments));
        if (arguments.length > 1) {
            line.addAll(List.of("--data", folder.toString()));
        }
        return new CommandLine(new Facegate())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        assertThat(out.toString()).hasLineCount(1);
        return new ObjectMapper().readTree(out.toString());
    }

    private static org.assertj.core.data.TemporalUnitOffset within(Duration offset) {
        return org.assertj.core.api.Assertions.within(offset.toSeconds(), java.time.temporal.ChronoUnit.SECONDS);
    }
}
