package io.facegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.SelfSigned;
import io.facegate.app.server.ServeCommand;
import io.facegate.ledger.note.SigningKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** A file that an option of {@code serve} names and that is of no use is bad usage: one line, no word of what it holds. */
class NamedFilesTest {
    private static final String SECRET = "hunter2";
    private static final String SERVICE =
            "{\"type\":\"service_account\",\"client_id\":\"1\",\"client_email\":\"a@b.example\","
                    + "\"private_key_id\":\"2\",\"token_uri\":\"%s\"%s}";

    /** What each option needs beside it; {@code FOLDER} is where the good files stand. */
    private static final Map<String, String> BESIDE = new TreeMap<>(Map.ofEntries(
            Map.entry("--google-credentials", "--provider google"),
            Map.entry("--azure-key", "--provider azure --azure-endpoint https://a.example"),
            Map.entry(
                    "--azure-vision-key",
                    "--provider azure --azure-endpoint https://a.example --azure-key FOLDER/word"
                            + " --azure-vision-endpoint https://v.example"),
            Map.entry(
                    "--azure-secret",
                    "--provider azure --azure-endpoint https://a.example --azure-tenant t --azure-client c"),
            Map.entry(
                    "--azure-certificate",
                    "--provider azure --azure-endpoint https://a.example --azure-tenant t --azure-client c"),
            Map.entry("--compreface-keys", "--provider compreface --compreface-endpoint https://c.example"),
            Map.entry("--faceplusplus-key", "--provider faceplusplus --faceplusplus-endpoint https://f.example"),
            Map.entry("--routes", ""),
            Map.entry("--issuers", ""),
            Map.entry("--tls-cert", "--tls-key FOLDER/vendor.key"),
            Map.entry("--tls-key", "--tls-cert FOLDER/vendor.pem"),
            Map.entry("--tls-client-ca", "--tls-cert FOLDER/vendor.pem --tls-key FOLDER/vendor.key"),
            Map.entry("--pdp-token", "--pdp https://p.example"),
            Map.entry("--kafka-settings", "--kafka k.example:9092"),
            Map.entry("--witnesses", ""),
            Map.entry("--policy-signers", "--policy-bundle FOLDER/word"),
            Map.entry("--policy-bundle-ca", "--policy-bundle https://p.example/b --policy-signers FOLDER/signers"),
            Map.entry("--quotas", ""),
            Map.entry("--notify", ""),
            Map.entry("--sinks", ""),
            Map.entry("--accounts", "--provider compreface"),
            Map.entry("--limits-password", "--limits rediss://l.example:6379"),
            Map.entry("--ledger-password", "--ledger jdbc:postgresql://d.example/facegate?user=f"),
            Map.entry(
                    "--registry-password",
                    "--ledger jdbc:postgresql://d.example/facegate?user=f --registry"
                            + " jdbc:postgresql://d.example/facegate?user=f")));

    /** What such a file may hold and be of no use. */
    private static final Map<String, List<String>> USELESS = Map.ofEntries(
            Map.entry(
                    "--google-credentials",
                    List.of(
                            "",
                            SECRET,
                            "{}",
                            "[\"hunter2\"]",
                            "{\"type\":\"hunter2\"}",
                            "{\"type\":5}",
                            "{\"type\":\"authorized_user\",\"client_id\":\"hunter2\"}",
                            "{\"type\":\"external_account\",\"audience\":\"hunter2\"}",
                            SERVICE.formatted("https://oauth2.googleapis.com/token", ""),
                            SERVICE.formatted("https://oauth2.googleapis.com/token", ",\"private_key\":\"hunter2\""),
                            SERVICE.formatted("hunter2 hunter2", ",\"private_key\":5"))),
            Map.entry("--azure-key", List.of("", "two hunter2", "hunter2\nhunter2", "hünter2hunter2")),
            Map.entry("--azure-vision-key", List.of("", "two hunter2")),
            Map.entry("--azure-secret", List.of("", "two hunter2")),
            Map.entry(
                    "--azure-certificate",
                    List.of(
                            "",
                            SECRET,
                            "-----BEGIN PRIVATE KEY-----\nhunter2=\n-----END PRIVATE KEY-----\n"
                                    + "-----BEGIN CERTIFICATE-----\nhunter2=\n-----END CERTIFICATE-----\n")),
            Map.entry("--compreface-keys", List.of("", "\n", SECRET, "recognition: hunter2")),
            Map.entry("--faceplusplus-key", List.of("", "\n", SECRET, "api_key: hunter2")),
            Map.entry("--routes", List.of("", SECRET, "routes: [hunter2", "routes: hunter2")),
            Map.entry("--issuers", List.of("", SECRET, "issuers: [hunter2", "issuers: [{issuer: i}]")),
            Map.entry("--tls-cert", List.of("", SECRET)),
            Map.entry("--tls-key", List.of("", SECRET)),
            Map.entry("--tls-client-ca", List.of("", SECRET)),
            Map.entry("--pdp-token", List.of("", "two hunter2")),
            Map.entry("--kafka-settings", List.of("password=hunter2\nother=\\uhunter2")),
            Map.entry("--witnesses", List.of("", SECRET)),
            Map.entry("--policy-bundle-ca", List.of("", SECRET)),
            Map.entry("--policy-signers", List.of("", SECRET, "signer hunter2\n", "threshold hunter2\n")),
            Map.entry("--quotas", List.of("", SECRET, "quotas: hunter2", "hunter2: []")),
            Map.entry("--accounts", List.of("", SECRET, "accounts: hunter2", "accounts: [hunter2]")),
            Map.entry("--notify", List.of("", SECRET, "receivers: hunter2", "receivers: [hunter2]")),
            Map.entry("--sinks", List.of("", SECRET, "sinks: hunter2", "sinks: [{name: a, kind: hunter2}]")),
            Map.entry("--limits-password", List.of("", "\n", " \nhunter2", "hunter2\u0000\n", "x".repeat(8193))),
            Map.entry("--ledger-password", List.of("", "\n", " \nhunter2", "hunter2\u0000\n", "x".repeat(8193))),
            Map.entry("--registry-password", List.of("", "\n", " \nhunter2", "hunter2\u0000\n", "x".repeat(8193))));

    /** Secrets, given where the name of a file that holds them belongs. */
    private static final List<String> NAMELESS = List.of(
            "0123456789hunter2",
            "/hunter2+A==",
            "//hunter2",
            "hunter2/A==",
            "{\"type\": \"service_account\",\n"
                    + " \"private_key\": \"hunter2\",\n"
                    + " \"token_uri\": \"https://t.example/hunter2\"}",
            "-----BEGIN PRIVATE KEY-----\nhunter2/hunter2\n-----END PRIVATE KEY-----\n",
            "hunter2".repeat(1000));

    @TempDir
    private static Path good;

    private static Path client;

    @TempDir
    private Path folder;

    private Path policies;

    @BeforeAll
    static void good() throws Exception {
        SelfSigned.pem(good, "dns:vendor");
        client = SelfSigned.client(good);
        Files.writeString(good.resolve("word"), "word\n");
        Files.writeString(
                good.resolve("signers"),
                "signer " + SigningKey.generate("a").vkey() + "\nsigner "
                        + SigningKey.generate("b").vkey()
                        + "\nthreshold 1\nthreshold-to-permit-more 2\n");
    }

    @BeforeEach
    void policies() throws Exception {
        policies = Files.createDirectory(folder.resolve("policies"));
    }

    static Stream<String> options() {
        return BESIDE.keySet().stream();
    }

    @Test
    void noOptionThatNamesAFileIsForgotten() {
        var files = new CommandLine(new ServeCommand())
                .getCommandSpec().options().stream()
                        .filter(option -> option.type() == Path.class)
                        .map(option -> option.longestName())
                        .collect(Collectors.toSet());
        files.removeAll(List.of("--data", "--policies", "--reports"));
        assertThat(BESIDE.keySet()).isEqualTo(files);
        assertThat(USELESS.keySet()).isEqualTo(files);
    }

    @ParameterizedTest
    @MethodSource("options")
    void aFileThatIsNotThereIsNamed(String option) throws Exception {
        var nothing = folder.resolve("nothing");
        for (var file : List.of(nothing, policies)) {
            assertThatThrownBy(() -> parsed(option, file)).isInstanceOf(ParameterException.class);
            var said = told(option, file);
            assertThat(said.getFirst())
                    .contains("'" + option + "'", file + " is ")
                    .doesNotContain("Exception");
            assertThat(said).as("the line, and where to read more").hasSize(2);
        }
    }

    /** A log keeps what a start says, so a secret where a file's name belongs must not be in it. */
    @ParameterizedTest
    @MethodSource("options")
    void whatMayBeASecretAndNoNameIsNotRepeated(String option) {
        NAMELESS.forEach(given -> notRepeated(option, given, List.of("serve")));
        notRepeated(option, NAMELESS.getFirst(), List.of("demo"));
    }

    @Test
    void passwordsOfCommandsAreNotRepeatedEither() {
        for (var given : NAMELESS) {
            notRepeated("--owner-password", given, List.of("ledger", "prune"));
            notRepeated("--ledger-password", given, List.of("org", "list"));
            notRepeated("--registry-password", given, List.of("registry", "migrate", "--role", "f"));
        }
    }

    /** As an argument, and as a variable of the environment gives it. */
    private static void notRepeated(String option, String given, List<String> command) {
        var words = new ArrayList<>(command);
        words.add(option);
        words.add(given);
        var line = Main.commandLineFor(command.getFirst())
                .setDefaultValueProvider(argument ->
                        argument instanceof OptionSpec one && one.longestName().equals(option) ? given : null);
        for (var said : List.of(refused(words), refused(line, command))) {
            assertThat(said).as("the line, and where to read more").hasSize(2);
            assertThat(said.getFirst()).contains("'" + option + "'", "there is no such file");
            assertThat(String.join("\n", said)).doesNotContain(SECRET, given);
        }
    }

    @Test
    void aPasswordIsText() throws Exception {
        var file = folder.resolve("binary");
        Files.write(file, new byte[] {'a', (byte) 0xff, (byte) 0xfe, '\n'});
        assertThat(told("--ledger-password", file))
                .singleElement()
                .asString()
                .contains("--ledger-password: " + file + " must hold the password");
        for (var command : List.of("ledger tail", "ledger stats", "ledger migrate --role f")) {
            var words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of("--ledger", "jdbc:postgresql://d.example/facegate?user=f"));
            words.addAll(List.of("--ledger-password", file.toString()));
            assertThat(refused(words).getFirst()).as(command).contains("--ledger-password: " + file);
        }
        for (var command : List.of("org list", "registry verify", "registry migrate --role f")) {
            var words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of("--ledger", "jdbc:postgresql://d.example/facegate?user=f"));
            words.addAll(List.of("--registry", "jdbc:postgresql://d.example/facegate?user=f"));
            words.addAll(List.of("--registry-password", file.toString()));
            assertThat(refused(words).getFirst()).as(command).contains("--registry-password: " + file);
        }
    }

    @Test
    void theDataFolderIsNoFile() throws Exception {
        var file = Files.writeString(folder.resolve("file"), SECRET);
        var gone = Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nothing"));
        for (var data : List.of(file, file.resolve("below"), gone)) {
            var wrong = data.startsWith(file) ? file : gone;
            var serve = List.of("serve", "--policies", policies.toString(), "--port", "0", "--data", data.toString());
            assertThat(refused(serve)).singleElement().asString().startsWith("--data: " + wrong + " is not a folder");
            for (var command : List.of(
                    "org add --id a --name A --type nonprofit", "org list", "key mint --org a", "review list")) {
                var words = new ArrayList<>(List.of(command.split(" ")));
                words.addAll(List.of("--data", data.toString()));
                assertThat(refused(words).getFirst()).as(command).startsWith("--data: " + wrong + " is not a folder");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void aFileThatHoldsNothingOfUseIsNamedAndNotQuoted(String option) throws Exception {
        var file = folder.resolve("useless");
        for (var content : USELESS.get(option)) {
            Files.writeString(file, content);
            var problem = parsed(option, file).problem();
            assertThat(problem).as(content).isNotNull().contains(option, file.toString());
            assertThat(problem).doesNotContain(SECRET, "\n", "Exception");
            assertThat(told(option, file)).containsExactly(problem);
        }
    }

    /** The control. */
    @ParameterizedTest
    @MethodSource("options")
    void aFileThatHoldsWhatItShouldIsTaken(String option) throws Exception {
        var file = folder.resolve("good");
        switch (option) {
            case "--google-credentials" ->
                Files.writeString(
                        file,
                        SERVICE.formatted(
                                "https://oauth2.googleapis.com/token", ",\"private_key\":\"" + privateKey() + "\""));
            case "--azure-certificate" -> Files.copy(client, file);
            case "--faceplusplus-key" -> Files.writeString(file, "api_key: a\napi_secret: b\n");
            case "--compreface-keys" -> Files.writeString(file, "recognition: 00000000-0000-0000-0000-000000000002\n");
            case "--routes" -> Files.writeString(file, "routes: [{providers: [local]}]\n");
            case "--issuers" -> Files.writeString(file, "issuers: []\n");
            case "--accounts" ->
                Files.writeString(
                        file,
                        "accounts: [{name: default, provider: compreface, processed_in: [DE], endpoint:"
                                + " 'https://c.example', keys: "
                                + Files.writeString(
                                        folder.resolve("keys"), "recognition: 00000000-0000-0000-0000-000000000002\n")
                                + "}]\n");
            case "--sinks" -> Files.writeString(file, "sinks: []\n");
            case "--notify" -> Files.writeString(file, "receivers: []\n");
            case "--policy-signers" -> Files.copy(good.resolve("signers"), file);
            case "--quotas" -> Files.writeString(file, "quotas: []\n");
            case "--tls-cert", "--tls-client-ca", "--policy-bundle-ca" -> Files.copy(good.resolve("vendor.pem"), file);
            case "--tls-key" -> Files.copy(good.resolve("vendor.key"), file);
            case "--kafka-settings" -> Files.writeString(file, "ssl.endpoint.identification.algorithm=\n");
            case "--witnesses" -> Files.writeString(file, "quorum none\n");
            default -> Files.writeString(file, "one-word\n");
        }
        assertThat(parsed(option, file).problem()).isNull();
    }

    @Test
    void theIssuersOfTheDataFolderAreLookedAtToo() throws Exception {
        var data = Files.createDirectory(folder.resolve("data"));
        var issuers = Files.writeString(data.resolve("issuers.yaml"), SECRET);
        var command = new ServeCommand();
        new CommandLine(command).parseArgs("--data", data.toString(), "--policies", policies.toString());
        assertThat(command.problem()).contains("--issuers", issuers.toString()).doesNotContain(SECRET);
    }

    @Test
    void policiesStandInAFolder() throws Exception {
        var file = Files.writeString(folder.resolve("file"), SECRET);
        for (var wrong : List.of(folder.resolve("nothing"), file)) {
            var command = new ServeCommand();
            new CommandLine(command).parseArgs("--policies", wrong.toString());
            assertThat(command.problem())
                    .contains("--policies", wrong.toString())
                    .doesNotContain(SECRET);
        }
    }

    private ServeCommand parsed(String option, Path file) {
        var command = new ServeCommand();
        new CommandLine(command).parseArgs(words(option, file).toArray(String[]::new));
        return command;
    }

    /** What the command line says; only of what is known to be refused, for it would serve otherwise. */
    private List<String> told(String option, Path file) {
        var words = new ArrayList<>(List.of("serve"));
        words.addAll(words(option, file));
        return refused(words);
    }

    private static List<String> refused(List<String> words) {
        return refused(Main.commandLineFor(words.toArray(String[]::new)), words);
    }

    private static List<String> refused(CommandLine line, List<String> words) {
        var said = new StringWriter();
        line.setErr(new PrintWriter(said, true));
        assertThat(line.execute(words.toArray(String[]::new)))
                .as(said::toString)
                .isEqualTo(2);
        return said.toString().lines().toList();
    }

    private List<String> words(String option, Path file) {
        var words = new ArrayList<>(List.of(
                "--data",
                folder.resolve("data").toString(),
                "--policies",
                policies.toString(),
                "--port",
                "0",
                option,
                file.toString()));
        Arrays.stream(BESIDE.get(option).replace("FOLDER", good.toString()).split(" "))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        return words;
    }

    private static String privateKey() throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var pkcs8 = Base64.getEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\\n" + pkcs8 + "\\n-----END PRIVATE KEY-----\\n";
    }
}
