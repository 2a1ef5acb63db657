package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.postgres.Server;
import io.facegate.testkit.ReducedTries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of organisations, applied and exported, in a folder's own registry and in a shared one. */
class RegistryFilesTest {
    private static final String TWO = """
        organisations:
        - id: hope
          name: "Hope: for children"
          type: nonprofit.child_protection
          state: verified
          verification:
            kind: charity_register
            reference: OR 12
            by: m.roe
            on: 2026-01-01
            until: 2099-01-01
          jurisdictions: [US-OR, US-WA]
          purposes:
          - missing_person
          - purpose: missing_child
            evidence: agreement 7
            basis: ORS 181A
            from: 2026-01-01
            until: 2099-01-01
          facts: [camera=fixed, place_type=workplace]
          contact: desk@example.org
          keys:
          - label: main
            purpose: missing_child
            expires: 2099-01-01
          - label: tests
            sandbox: true
        - id: vendor
          name: Vendor
          type: contractor
          purposes: [missing_child]
          acts_for: [hope]
          parent: hope
          keys:
          - label: main
            for: [hope]
        """;

    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private final List<String> place = new ArrayList<>();

    private Path data() {
        return folder.resolve("data");
    }

    private void begin(boolean shared) throws Exception {
        if (shared) {
            var url = Server.shared().ledgerAndRegistry().url();
            place.addAll(List.of("--ledger", url, "--registry", url));
        }
    }

    private void run(int expected, String... words) {
        var all = Stream.concat(Stream.of(words), place.stream()).toArray(String[]::new);
        assertThat(shell.run(data(), all))
                .as(String.join(" ", words) + shell.out() + shell.err())
                .isEqualTo(expected);
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("organisations.yaml"), content).toString();
    }

    private String keys(String name) {
        return folder.resolve(name).toString();
    }

    /** In a folder that never changed a shared registry, a list has no ledger to compare it with. */
    private void assertNothingIsRegistered(boolean shared) {
        if (!shared) {
            run(0, "org", "list");
            assertThat(shell.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileIsPlannedThenAppliedThenHasNothingToChange(boolean shared) throws Exception {
        begin(shared);
        var file = file(TWO);
        run(0, "registry", "apply", file, "--plan");
        assertThat(shell.out()).contains("add hope", "add vendor", "mint hope  label: main", "To do: 2 organisations");
        assertNothingIsRegistered(shared);
        run(2, "registry", "apply", file);
        assertThat(shell.err()).contains("3 keys to mint", "--keys-to FILE");
        assertNothingIsRegistered(shared);
        run(0, "registry", "apply", file, "--keys-to", keys("keys"));
        assertThat(shell.out()).contains("Done: 2 organisations added, 0 changed, 3 keys minted");
        var secrets = Files.readString(folder.resolve("keys"));
        assertThat(secrets.lines()).hasSize(3).allMatch(line -> line.contains("\"secretAccessKey\":\""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))))
                .isEqualTo("rw-------");
        assertThat(shell.out() + shell.err()).doesNotContain("FGAK", "fgk_");
        run(0, "registry", "apply", file);
        assertThat(shell.out()).isEqualToIgnoringNewLines("Nothing to change.");
        run(0, "registry", "verify");
        run(0, "org", "show", "hope", "--json");
        assertThat(shell.json().at("/purposeTerms/missing_child/until").asText())
                .isEqualTo("2099-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anExportIsNoChange(boolean shared) throws Exception {
        begin(shared);
        run(0, "registry", "apply", file(TWO), "--keys-to", keys("keys"));
        run(0, "key", "mint", "--org", "hope", "--json");
        run(0, "org", "add", "--id", "pd", "--name", "null", "--type", "law_enforcement.police", "--applied");
        run(0, "registry", "export");
        var exported = shell.out();
        assertThat(exported)
                .contains("label: main", "name: \"null\"", "state: applied")
                .doesNotContain("fgk_");
        run(0, "registry", "apply", file(exported));
        assertThat(shell.out()).isEqualToIgnoringNewLines("Nothing to change.");
        run(0, "registry", "export");
        assertThat(shell.out()).isEqualTo(exported);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatChangesIsShownBeforeAndAfterAndTheRestIsDrift(boolean shared) throws Exception {
        begin(shared);
        run(0, "registry", "apply", file(TWO), "--keys-to", keys("keys"));
        run(0, "org", "add", "--id", "pd", "--name", "PD", "--type", "law_enforcement.police");
        run(0, "key", "mint", "--org", "hope", "--json");
        var unnamed = shell.json().get("accessKeyId").asText();
        var changed = file(TWO.replace("[US-OR, US-WA]", "[US-OR]").replace("state: verified", "state: suspended"));
        run(0, "registry", "apply", changed, "--plan");
        assertThat(shell.out())
                .contains("change hope  jurisdictions: [US-OR, US-WA] -> [US-OR]  state: verified -> suspended")
                .contains("drift organisation/pd", "drift key/" + unnamed)
                .contains("left as they are: 2.");
        run(0, "registry", "apply", changed, "--json");
        assertThat(shell.out().lines().findFirst().orElseThrow())
                .contains("\"state\":{\"before\":\"verified\",\"after\":\"suspended\"}");
        run(0, "org", "show", "hope", "--json");
        assertThat(shell.json().get("state").asText()).isEqualTo("suspended");
        run(0, "org", "show", "pd", "--json");
        assertThat(shell.json().get("state").asText()).isEqualTo("verified");
        run(
                0,
                "registry",
                "apply",
                file(TWO.replace(
                                "  keys:\n  - label: main\n    purpose: missing_child\n"
                                        + "    expires: 2099-01-01\n  - label: tests\n    sandbox: true\n",
                                "")
                        .replace("state: verified", "state: closed")));
        assertThat(shell.out()).contains("close hope");
        run(0, "key", "list", "--org", "hope", "--json");
        assertThat(shell.out().lines()).hasSize(3).allMatch(line -> line.contains("\"status\":\"revoked\""));
        run(2, "registry", "apply", file(TWO));
        assertThat(shell.err()).contains("organisations.yaml:2:3: ", "is closed; it cannot become verified");
        run(0, "registry", "verify");
    }

    @Test
    void aMistakeNamesItsLineAndNothingIsApplied() throws Exception {
        run(0, "org", "add", "--id", "x", "--name", "X", "--type", "nonprofit");
        for (var wrong : List.of(
                new String[] {"type: contractor", "type: contractr", ":28:3: ", "contractor"},
                new String[] {"acts_for: [hope]", "acts_for: [hop]", ":28:3: ", "no organisation hop"},
                new String[] {"    for: [hope]", "    for: [nobody]", ":35:5: ", "nobody"},
                new String[] {"contact:", "contct:", ":21:3: ", "contact"},
                new String[] {"until: 2099-01-01\n  facts", "until: soon\n  facts", ":19:12: ", "a date"},
                new String[] {"from: 2026-01-01", "from: 2100-01-01", ":2:3: ", "lies before"},
                new String[] {"label: tests", "label: main", ":26:5: ", "named twice"},
                new String[] {"purposes: [missing_child]", "purposes: [missing_chilt]", ":28:3: ", "missing_child"},
                new String[] {"- id: vendor", "- id: hope", ":28:3: ", "named twice"},
                new String[] {"parent: hope", "parent: vendor", ":28:3: ", "in a circle"},
                new String[] {"name: Vendor", "name: &a Vendor", "", "anchors and aliases"},
                new String[] {"name: Vendor", "name: [[[[[", "", "is not YAML"})) {
            assertThat(TWO).contains(wrong[0]);
            run(2, "registry", "apply", file(TWO.replace(wrong[0], wrong[1])), "--keys-to", keys("never"));
            assertThat(shell.err()).as(wrong[1]).contains(wrong[2]).contains(wrong[3], "Nothing was changed.");
            assertThat(folder.resolve("never")).doesNotExist();
            run(0, "org", "list");
            assertThat(shell.out()).hasLineCount(1);
        }
    }

    @Test
    void aHostileFileIsBounded() throws Exception {
        var deep = "organisations: " + "[".repeat(100_000);
        var large = folder.resolve("large.yaml");
        try (var out = Files.newBufferedWriter(large)) {
            for (int i = 0; i < 1_000_000; i++) {
                out.write(
                        "- aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
            }
        }
        var began = System.nanoTime();
        run(2, "registry", "apply", file(deep));
        assertThat(shell.err()).contains("nested deeper");
        run(2, "registry", "apply", large.toString());
        assertThat(shell.err()).contains("is larger than");
        run(2, "registry", "apply", file("a: &a [x,x]\norganisations: [*a, *a]"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void theSecretsNeverReplaceAFile() throws Exception {
        var there = Files.writeString(folder.resolve("there"), "mine");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));
        for (var name : List.of("there", "link")) {
            run(2, "registry", "apply", file(TWO), "--keys-to", keys(name));
            assertThat(shell.err()).contains("is there already");
        }
        assertThat(there).hasContent("mine");
        assertThat(folder.resolve("target")).doesNotExist();
        run(0, "org", "list");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void aKeyThatIsWantedOtherwiseIsAMistake() throws Exception {
        run(0, "registry", "apply", file(TWO), "--keys-to", keys("keys"));
        run(2, "registry", "apply", file(TWO.replace("expires: 2099-01-01", "expires: 2098-01-01")));
        assertThat(shell.err()).contains(":23:5: ", "was minted otherwise");
        run(2, "registry", "apply", file(TWO.replace("label: tests", "id: FGAKNONE")), "--keys-to", keys("no"));
        assertThat(shell.err()).contains("there is no valid key FGAKNONE");
    }

    /** Nothing is planned on rows that somebody changed. */
    @Test
    void aRegistryThatDoesNotVerifyIsNotCompared() throws Exception {
        run(0, "registry", "apply", file(TWO), "--keys-to", keys("keys"));
        try (var sql = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data().resolve("registry.db"));
                var statement = sql.createStatement()) {
            statement.execute("UPDATE organisation SET type = 'nonprofit' WHERE id = 'vendor'");
        }
        run(1, "registry", "apply", file(TWO), "--plan");
        run(1, "registry", "export");
        assertThat(shell.err()).contains("does not verify");
    }

    /** Long runs make 10,000, in less than a minute; a tenth is enough to see that no step is slow for each. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyOrganisationsWithKeysTakeSeconds(boolean shared) throws Exception {
        begin(shared);
        int count = Integer.getInteger("facegate.organisations", ReducedTries.times(1_000, 10_000));
        var file = new StringBuilder("organisations:\n");
        for (int i = 0; i < count; i++) {
            file.append("- id: org-%05d%n  name: Organisation %d%n  type: nonprofit%n".formatted(i, i))
                    .append("  verification: {kind: site_visit, reference: file %d, by: m.roe, on: 2026-01-01}%n"
                            .formatted(i))
                    .append("  jurisdictions: [US-OR, US-WA]%n".formatted())
                    .append("  purposes:%n  - {purpose: missing_child, evidence: file %d, until: 2099-01-01}%n"
                            .formatted(i))
                    .append("  keys:%n  - {label: main, purpose: missing_child}%n".formatted());
        }
        long began = System.nanoTime();
        run(0, "registry", "apply", file(file.toString()), "--keys-to", keys("keys"));
        var applied = Duration.ofNanos(System.nanoTime() - began);
        began = System.nanoTime();
        run(0, "registry", "apply", file(file.toString()));
        assertThat(shell.out()).isEqualToIgnoringNewLines("Nothing to change.");
        System.out.println(count + " organisations with keys, shared: " + shared + ": applied in " + applied.toMillis()
                + " ms, compared again in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertThat(applied).isLessThan(Duration.ofSeconds(60));
        assertThat(Files.readString(folder.resolve("keys")).lines()).hasSize(count);
        run(0, "registry", "verify");
    }
}
