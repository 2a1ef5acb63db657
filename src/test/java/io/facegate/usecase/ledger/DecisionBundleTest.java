package io.facegate.usecase.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.ledger.RecordExport.Recipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle of one decision: what is in it, and that the commands of its README work as they are written. */
class DecisionBundleTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}(\\S.*)$");
    private static final String UNKNOWN = "0199c3f2-7a10-7c55-9f3e-2b9a51d0ffff";

    @TempDir
    Path folder;

    private Path data;
    private String held = "";
    private String released = "";
    private String refused = "";

    @BeforeEach
    void fill() {
        data = folder.resolve("data");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            refused = ledger.refuse(Sample.askedByPolice(), Sample.refuse()).id();
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
            held = cleared.decision();
            ledger.close(cleared, new Ending("held", "", 1, 10));
            ledger.recordAct(act("review_approve", held, "m.roe", null));
            var again =
                    ledger.recordPermit(Sample.asked(), Sample.permit(), new Undertaking(Sample.detect(), null, held));
            released = again.decision();
            ledger.close(again, new Ending("released", "", 1, 10));
            ledger.recordAct(act("appeal_file", refused, "<b>a</b>@x.example", "<script>alert(1)</script> \u202eexe"));
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    private static Administrative act(String act, String subject, String person, String text) {
        return new Administrative(act, subject, person, Sample.NOW)
                .withDetails(new AdministrativeActDetails(null, text, true, null));
    }

    private Optional<Path> tryBundle(String decision) throws Exception {
        var file = folder.resolve(decision + ".zip");
        Files.deleteIfExists(file);
        try (var export = RecordExport.open(
                LedgerAddress.ofFolder(data), RegistryAddress.ofFolder(data), folder.resolve("policies"))) {
            return export.bundle(decision, UnaryOperator.identity(), new Recipient(file, "r.lee", null))
                    .map(_ -> file);
        }
    }

    /** Unpacks a decision's bundle and puts the log's key beside its README, as that says. */
    private Path unpacked(String decision) throws Exception {
        var to = Files.createTempDirectory(folder, "unpacked");
        try (var zip = new ZipFile(tryBundle(decision).orElseThrow().toFile())) {
            for (var entry : zip.stream().toList()) {
                var file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.getInputStream(entry).readAllBytes());
            }
        }
        Files.writeString(to.resolve("KEY"), key() + '\n');
        return to;
    }

    private String key() throws IOException {
        return Files.readString(data.resolve(LogKey.CHAIN)).lines().findFirst().orElseThrow();
    }

    @Test
    void theAccountOfADemosDecisionSaysSo() throws Exception {
        assertThat(LogKey.name(LedgerAddress.ofFolder(data), "demo.facegate.local/1"))
                .isEqualTo("demo.facegate.local/1");
        Filled.signed(data);
        var folderOfDemo = unpacked(refused);
        assertThat(Files.readString(folderOfDemo.resolve("account.html"))).contains("A demo made these records");
        assertThat(Files.readString(folderOfDemo.resolve("account.fr.html"))).contains("Une démonstration a produit");
    }

    @Test
    void onlyCommandsBeginWithFourSpacesOrMore() throws Exception {
        var unpackedHere = unpacked(refused);
        assertThat(Files.readString(unpackedHere.resolve("account.html"))).doesNotContain("A demo made");
        var readme = Files.readString(unpackedHere.resolve("README.txt"));
        assertThat(readme.substring(readme.indexOf("How to check it without Facegate.")))
                .contains("the lines below that\nbegin with four spaces")
                .doesNotContainPattern("(?m)^ {5,}");
    }

    /** Runs every command of the README in a shell, as a person would paste them; what they print, or null if one fails. */
    private static String run(Path unpacked) throws Exception {
        var commands = COMMAND.matcher(Files.readString(unpacked.resolve("README.txt")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(commands).hasSize(8).anyMatch(line -> line.startsWith("openssl pkeyutl -verify"));
        var script = commands.stream().collect(Collectors.joining("\n", "set -e\n", "\n"));
        var shell = new ProcessBuilder("sh", "-c", script)
                .directory(unpacked.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return shell.exitValue() == 0 ? said : null;
    }

    @Test
    void theReadmesOwnCommandsCheckIt() throws Exception {
        for (var decision : List.of(refused, held, released)) {
            assertThat(run(unpacked(decision)))
                    .contains("account.html: OK", "records.jsonl: OK", "All is as it was sealed.")
                    .containsOnlyOnce("The seal is of this bundle.")
                    .containsPattern("(?s)Signature Verified Successfully.*Signature Verified Successfully");
        }
    }

    @Test
    void theReadmesCommandsFindWhatWasChanged() throws Exception {
        var account = unpacked(refused);
        Files.writeString(account.resolve("account.html"), "<p>Permitted.</p>");
        assertThat(run(account)).isNull();
        var records = unpacked(refused);
        Files.writeString(
                records.resolve("records.jsonl"),
                Files.readString(records.resolve("records.jsonl")).replaceFirst("metro-pd", "metro-pp"));
        assertThat(run(records)).isNull();
        var key = unpacked(refused);
        var other = folder.resolve("other");
        try (var ledger = Ledger.open(other, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        Files.writeString(key.resolve("KEY"), Files.readString(other.resolve(LogKey.CHAIN)));
        assertThat(run(key)).isNull();
    }

    /** What a shell prints for a line, and whether it succeeded. */
    private record Said(int status, String text) {}

    private static Said check(Path unpacked, String... arguments) throws Exception {
        var line = new ArrayList<>(List.of("sh", "check.sh"));
        line.addAll(List.of(arguments));
        var shell = new ProcessBuilder(line)
                .directory(unpacked.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Said(shell.exitValue(), said);
    }

    @Test
    void oneStepChecksIt() throws Exception {
        var unpacked = unpacked(held);
        assertThat(Files.readString(unpacked.resolve("start.html")))
                .contains("<pre>sh check.sh KEY</pre>", "href=\"account.html\"", "href=\"account.fr.html\"")
                .containsSubsequence("Read what happened", "href=\"check.html\"", "For technicians", "sh check.sh KEY")
                .containsPattern("<p>Decision <code>" + held + "</code>: [0-9]+ records, with a proof of each")
                .contains("<p>Décision <code>" + held + "</code>")
                .doesNotContain("{account}", "{compte}", "{check}", "{controle}", "{about}", "{objet}", "<script")
                .doesNotContain("{records}", "{enregistrements}");
        var readme = Files.readString(unpacked.resolve("README.txt"));
        assertThat(readme).contains("\n  sh check.sh KEY\n");
        assertThat(readme.substring(readme.indexOf("Contents")))
                .contains("\n  start.html ", "\n  check.html         checks the records in a browser, offline;")
                .doesNotContain("{check}", "{account}");
        for (var arguments : List.of(List.of("KEY"), List.of(key()), List.<String>of())) {
            var said = check(unpacked, arguments.toArray(String[]::new));
            assertThat(said.text()).contains("Step 1:", "Step 4:").endsWith("\nOK\n");
            assertThat(said.status()).isZero();
        }
        Files.delete(unpacked.resolve("KEY"));
        Files.writeString(unpacked.resolve("more.txt"), "more");
        var own = check(unpacked);
        assertThat(own.status()).as("nobody gave a key").isEqualTo(3);
        assertThat(own.text())
                .contains("NOT YET", key(), "Not part of the bundle: more.txt")
                .doesNotContain("\nOK\n");
    }

    @Test
    void oneStepSaysWhatFailed() throws Exception {
        var account = unpacked(refused);
        Files.writeString(account.resolve("account.html"), "<p>Permitted.</p>");
        assertThat(check(account, "KEY").text()).contains("FAILED: step 1", "account.html: FAILED");
        var records = unpacked(refused);
        change(records, "records.jsonl", "metro-pd", "metro-pp");
        assertThat(check(records, "KEY").text()).contains("FAILED: step 1", "records.jsonl: FAILED");
        change(records, "manifest.txt", "[0-9a-f]{64}(?=  records.jsonl)", sha256(records.resolve("records.jsonl")));
        assertThat(check(records, "KEY").text()).contains("FAILED: steps 2", "is of another record");
        var sealed = unpacked(refused);
        Files.writeString(sealed.resolve("account.html"), "<p>Permitted.</p>");
        change(sealed, "manifest.txt", "[0-9a-f]{64}(?=  account.html)", sha256(sealed.resolve("account.html")));
        assertThat(check(sealed, "KEY").text()).contains("the seal is another bundle's");
        var other = folder.resolve("other");
        try (var ledger = Ledger.open(other, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        var stranger = Files.readString(other.resolve(LogKey.CHAIN)).strip();
        var failed = check(unpacked(refused), stranger);
        assertThat(failed.text()).contains("FAILED: step 4");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(check(unpacked(refused), "none").text()).contains("FAILED: there is no file none");
        assertThat(check(unpacked(refused), "a+b").text()).contains("FAILED");
    }

    /** The key that was handed over is the log's first; log.keys proves the two that follow. */
    @Test
    void oneStepFollowsTheLogsKeys() throws Exception {
        var first = key();
        Filled.signed(data);
        var next = LogKeyRotation.rotate(data, Instant.EPOCH).toString();
        LogKeyRotation.rotate(data, Instant.EPOCH);
        var unpacked = unpacked(refused);
        for (var known : List.of(first, next)) {
            assertThat(check(unpacked, known).text()).endsWith("\nOK\n");
        }
        var forged = unpacked(refused);
        var chain = Files.readString(forged.resolve("log.keys"));
        Files.writeString(forged.resolve("log.keys"), chain.lines().findFirst().orElseThrow() + '\n');
        change(forged, "manifest.txt", "[0-9a-f]{64}(?=  log.keys)", sha256(forged.resolve("log.keys")));
        assertThat(check(forged, first).text()).contains("FAILED");
    }

    private static void change(Path unpacked, String name, String from, String to) throws IOException {
        var file = unpacked.resolve(name);
        Files.writeString(file, Files.readString(file).replaceFirst(from, to));
    }

    private static String sha256(Path file) throws IOException {
        return HexFormat.of().formatHex(Digests.sha256(Files.readAllBytes(file)));
    }

    @Test
    void itHoldsTheDecisionWithAllThatBelongsToItAndNothingElse() throws Exception {
        assertThat(Files.readString(unpacked(refused).resolve("records.jsonl")).lines())
                .hasSize(2);
        for (var decision : List.of(held, released)) {
            assertThat(Files.readString(unpacked(decision).resolve("records.jsonl")))
                    .contains("\"act\":\"review_approve\"", held, released)
                    .doesNotContain(refused);
        }
        assertThat(tryBundle(UNKNOWN)).isEmpty();
        assertThat(folder.resolve(UNKNOWN + ".zip")).doesNotExist();
        var target =
                new VerificationTarget(folder.resolve(refused + ".zip"), key(), null, WitnessPolicy.NONE, List.of());
        assertThat(OfflineAudit.verify(target).isIntact()).isTrue();
    }

    @Test
    void theAccountsRunNothingAndNameThePeople() throws Exception {
        var unpacked = unpacked(refused);
        for (var name : List.of("account.html", "account.fr.html")) {
            assertThat(Files.readString(unpacked.resolve(name)))
                    .contains(
                            "&lt;script&gt;alert(1)&lt;/script&gt; \\u202eexe",
                            "&lt;b&gt;a&lt;/b&gt;@x.example",
                            "<a href=\"start.html\">",
                            name.contains(".fr.")
                                    ? "<a href=\"check.fr.html\">Vérifier</a>"
                                    : "<a href=\"check.html\">Check it</a>",
                            name.contains(".fr.") ? "ouvrez check.fr.html</a>" : "open check.html</a>",
                            refused)
                    .doesNotContain("<script", "<b>", "\u202e", "http-equiv", "src=", "{0}");
        }
        assertThat(Files.readString(unpacked(released).resolve("account.html")))
                .contains("received an answer that people had approved", "by m.roe.");
        assertThat(Files.readString(unpacked(held).resolve("account.fr.html")))
                .contains("<h1>Libérée et retirée</h1>", "par m.roe.");
    }

    @Test
    void aDecisionWithATamperedRecordIsNoEvidence() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'metro-pd', 'metro-pp') AS BLOB)");
        }
        assertThatThrownBy(() -> tryBundle(refused)).isInstanceOf(Fault.LedgerTampered.class);
        assertThat(folder.resolve(refused + ".zip")).doesNotExist();
    }
}
