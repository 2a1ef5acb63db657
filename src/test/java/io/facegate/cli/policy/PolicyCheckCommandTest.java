package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.ExitCode;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.usecase.policy.LintWarning;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCheckCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String REFUSAL = """
          - id: %s
            effect: refuse
            match: {capability: verify}
            reason: {code: no, text: No.}
            citation: {ref: A law, checked: %s}
        """;

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void open() throws Exception {
        shell = new PolicyShell(folder);
    }

    @Test
    void whatIsPlainlyInForceWarnsOfNothing() {
        assertThat(shell.run("check")).isZero();
        assertThat(shell.out()).contains("1 permits, 0 refusals, 0 obligations");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void citationsThatNobodyCheckedForLongAreNamed() {
        var pack = REFUSAL.formatted("old", "2025-11-23") + REFUSAL.formatted("new", "2025-11-24");
        assertThat(warnings(pack, Period.ofMonths(12)))
                .containsExactly("warning: a: old: citation last checked on 2025-11-23, more than P12M ago");
        assertThat(warnings(pack, Period.ofYears(2))).isEmpty();
        assertThat(warnings(pack, Period.ofDays(1))).hasSize(2);
    }

    @Test
    void rulesThatDoNotSimplyDecideAreNamed() {
        var pack = REFUSAL.formatted("d", "2026-11-20") + "    status: disputed\n"
                + REFUSAL.formatted("n", "2026-11-20") + "    status: never_enacted\n"
                + REFUSAL.formatted("w", "2026-11-20") + "    mode: warn\n"
                + REFUSAL.formatted("s", "2026-11-20") + "    mode: shadow\n";
        assertThat(warnings(pack, Period.ofMonths(12)))
                .containsExactly(
                        "warning: a: d: disputed: refuses, or permits nothing, until an operator overrides it",
                        "warning: a: n: never enacted: has no effect, whatever its dates",
                        "warning: a: w: mode warn: decides nothing, but warns the caller",
                        "warning: a: s: mode shadow: decides nothing, and is only recorded");
    }

    @Test
    void evidenceThatNothingMeetsIsNamed() {
        var pack = REFUSAL.formatted("any", "2026-11-20") + "    unless: {evidence: approval}\n"
                + REFUSAL.formatted("one", "2026-11-20") + "    unless: {evidence: approval.azure_face.identify}\n";
        assertThat(warnings(pack, Period.ofMonths(12)))
                .containsExactly("warning: a: any: names evidence without its vendor and use, such as approval, so no"
                        + " evidence satisfies it");
    }

    @Test
    void anOverrideSilencesTheDisputeUntilItEnds() {
        var pack = PolicyShell.PACK + REFUSAL.formatted("d", "2026-11-20") + "    status: disputed\n";
        var override = "overrides:\n  - {rule: a/d, by: Jane, reason: Read., on: 2026-11-01, until: %s}\n";
        assertThat(warnings(Map.of("a.yaml", pack, "overrides.yaml", override.formatted("2026-12-01"))))
                .isEmpty();
        assertThat(warnings(Map.of("a.yaml", pack, "overrides.yaml", override.formatted("2026-11-02"))))
                .containsExactly(
                        "warning: a: d: disputed: refuses, or permits nothing, until an operator overrides it",
                        "warning: a: d: its override ended on 2026-11-02");
    }

    @Test
    void manyRulesAreCounted() {
        var pack = new StringBuilder();
        for (int rule = 0; rule < 8; rule++) {
            pack.append(REFUSAL.formatted("r" + rule, "2020-01-01"));
        }
        assertThat(warnings(pack.toString(), Period.ofMonths(12)))
                .containsExactly("warning: a: r0, r1, r2, r3, r4, and 3 more: citation last checked on 2020-01-01,"
                        + " more than P12M ago");
    }

    @Test
    void warningsFailNothingAndStandInTheJson() throws Exception {
        shell.write("a.yaml", PolicyShell.PACK + REFUSAL.formatted("old", "2001-01-01"));
        assertThat(shell.run("check", "--max-age", "P1Y")).isZero();
        assertThat(shell.err())
                .isEqualToIgnoringNewLines("warning: a: old: citation last checked on 2001-01-01, more than P1Y ago");
        assertThat(shell.run("check", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(shell.out()).get("warnings").toString())
                .isEqualTo("[{\"pack\":\"a\",\"text\":\"citation last checked on 2001-01-01, more than P12M ago\","
                        + "\"rules\":[\"old\"]}]");
        assertThat(shell.run("check", "--max-age", "-P1Y")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("check", "--max-age", "soon")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void formatWritesFilesAnewAndADryRunOnlyNamesThem() throws Exception {
        var wild = PolicyShell.PACK
                .replace("binds: Everybody.\n", "")
                .replace("pack: a\n", "binds: Everybody.\npack: a # it\n");
        shell.write("a.yaml", wild);
        assertThat(shell.run("check", "--format", "--dry-run")).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());
        assertThat(shell.out().lines()).containsExactly("would change a.yaml", "1 would change, 1 as they should be.");
        assertThat(shell.read("a.yaml")).isEqualTo(wild);

        assertThat(shell.run("check", "--format")).isZero();
        assertThat(shell.out().lines()).containsExactly("formatted a.yaml", "1 formatted, 1 as they should be.");
        assertThat(shell.read("a.yaml")).isEqualTo(PolicyShell.PACK.replace("pack: a\n", "pack: a  # it\n"));
        assertThat(shell.run("check", "--format", "--dry-run", "--json")).isZero();
        assertThat(shell.out()).isEqualToIgnoringNewLines("{\"would_change\":[],\"refused\":[]}");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatCannotBeFormattedIsLeftAndSaid() throws Exception {
        var odd = PolicyShell.PACK.replace("A test", "\"A \\\n  test\"");
        shell.write("a.yaml", odd);
        assertThat(shell.run("check", "--format")).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());
        assertThat(shell.err()).contains("a.yaml: is left as it is: line 2: a quoted text over several lines");
        assertThat(shell.read("a.yaml")).isEqualTo(odd);
    }

    @Test
    void whatDoesNotCompileIsNotFormatted() throws Exception {
        shell.write("a_test.yaml", "cases: 1\n");
        assertThat(shell.run("check", "--format")).isEqualTo(ExitCode.DOES_NOT_COMPILE.number());
        assertThat(shell.run("check", "--dry-run")).isEqualTo(ExitCode.USAGE.number());
    }

    private static List<String> warnings(String rules, Period maxAge) {
        var files = Map.of("a.yaml", (PolicyShell.PACK + rules).getBytes(StandardCharsets.UTF_8));
        return LintWarning.findAll(PolicyReader.read(files), NOW, maxAge).stream()
                .map(LintWarning::toString)
                .toList();
    }

    private static List<String> warnings(Map<String, String> files) {
        var bytes = new java.util.TreeMap<String, byte[]>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return LintWarning.findAll(PolicyReader.read(bytes), NOW, Period.ofMonths(12)).stream()
                .map(LintWarning::toString)
                .toList();
    }
}
