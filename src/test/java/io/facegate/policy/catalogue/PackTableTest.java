package io.facegate.policy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.reading.PolicyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackTableTest {
    private static final Path POLICIES = Path.of("policies");

    @Test
    void theReadmeShowsThePacksAsTheyAre() throws IOException {
        var page = Files.readString(POLICIES.resolve("README.md"));
        assertThat(PackReadme.hasMarkers(page)).isTrue();
        assertThat(page)
                .as("stale: ./facegate policy table --write")
                .isEqualTo(PackReadme.replaceTable(
                        page, PackTable.render(PackCatalogue.read(PolicyFiles.read(POLICIES)))));
    }

    @Test
    void aRowSaysWhatAPackIs() {
        var pack = """
            pack: a
            title: A test
            binds: Shops | and [banks].
            mode: warn
            rules:
              - id: r
                effect: refuse
                match: {capability: verify}
                from: 2020-06-10
                until: 2021-06-10
                zone: America/Los_Angeles
                amendments:
                  - {known: 2021-05-18, until: none}
                reason: {code: no, text: No.}
                citation: {ref: A law, url: "https://example.org/a(b)", checked: 2026-11-20, evidence: primary}
              - id: s
                effect: refuse
                status: disputed
                match: {capability: verify}
                reason: {code: no, text: No.}
                citation: {ref: "Another *law*", checked: 2026-11-24}
              - {id: t, effect: permit, match: {capability: detect}}
            """;
        var test =
                "packs: [a]\ngiven: {caller: bank, now: 2026-01-01T00:00:00Z, capabilities: detect, expect: permit}\n"
                        + "cases: [{name: one}, {name: two}]\n";
        var files = Map.of("a.yaml", bytes(pack), "a-more_test.yaml", bytes(test));
        assertThat(PackTable.render(PackCatalogue.read(files)).lines().skip(2))
                .containsExactly(
                        "| [`a`](a.yaml) | Shops \\| and \\[banks\\]. | 2 in_force, 1 disputed"
                                + " | 2020-06-10 – 2021-06-10; known 2021-05-18: until none<br>always | warn | 3, 2"
                                + " | [A law](https://example.org/a%28b%29)<br>Another \\*law\\*"
                                + " | 1 primary, 1 secondary | 2026-11-20 to 2026-11-24 |",
                        "", "1 pack, 3 rules, 2 cases that ask about a pack.");
    }

    @Test
    void onlyWhatStandsBetweenTheMarkersIsReplaced() {
        var page = "head\n" + PackReadme.BEGIN + "\nold\n" + PackReadme.END + "\nfoot\n";
        assertThat(PackReadme.replaceTable(page, "new\n"))
                .isEqualTo("head\n" + PackReadme.BEGIN + "\nnew\n" + PackReadme.END + "\nfoot\n");
        assertThat(PackReadme.hasMarkers(PackReadme.END + PackReadme.BEGIN)).isFalse();
        assertThat(PackReadme.hasMarkers("")).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
