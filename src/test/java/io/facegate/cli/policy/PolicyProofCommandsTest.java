package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy prove}, {@code diff} and {@code timeline}, as somebody reads them. */
class PolicyProofCommandsTest {
    private static final String INVARIANTS = """
        invariants:
          - id: police-never-identify
            says: Police never identify.
            given: {organisation: law_enforcement.police, capability: identify}
            expect: refuse
        """;
    private static final String PERMITS = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - {id: all, effect: permit, match: {capability: [identify, gallery_erase]}}
          - {id: bank, effect: permit, match: {organisation: bank, capability: identify}}
        """;
    private static final String BAN = """
          - id: ban
            effect: refuse
            match: {organisation: law_enforcement.police, capability: identify}
            from: 2020-06-10
            until: 2090-06-10
            zone: UTC
            reason: {code: no, text: "No."}
            citation: {ref: A law, checked: 2026-11-24}
        """.indent(0);

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void open() throws Exception {
        shell = new PolicyShell(folder);
        Files.delete(folder.resolve("a_test.yaml"));
        shell.write("a.yaml", PERMITS + BAN);
        shell.write(
                "invariants.yaml",
                INVARIANTS.replace("identify}", "identify, until: 2090-06-10, from: 2020-06-10, zone: UTC}"));
    }

    @Test
    void proveSaysWhatHoldsAndWhichRulesNeverMatter() {
        assertThat(shell.run("prove")).isZero();
        assertThat(shell.out().lines())
                .startsWith(
                        "proved  police-never-identify: Police never identify.",
                        "",
                        "Rules that never matter, to calls with one value of each attribute:",
                        "    a/bank permits nothing that is not permitted or refused anyway, by a/all",
                        "",
                        "Capabilities that no rule ever permits:")
                .endsWith("1 of 1 invariant is proved.")
                .anyMatch(line -> line.startsWith("    detect, ")
                        && line.endsWith(": every organisation (no rule speaks of it at all)"));
    }

    @Test
    void proveShowsTheCallThatBreaksAnInvariant() throws Exception {
        shell.write(
                "a.yaml",
                PERMITS
                        + BAN.replace(
                                "capability: identify}",
                                "capability: identify}\n    unless: {purpose: missing_child}"));
        assertThat(shell.run("prove")).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());
        assertThat(shell.out().lines().toList().get(1))
                .startsWith("    law_enforcement.police asks identify of rekognition, for missing_child, in no known"
                        + " place, at ")
                .endsWith(": permitted by a/all");

        assertThat(shell.run("prove", "--json")).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());
        var lines = json();
        assertThat(lines.getFirst().path("outcome").asText()).isEqualTo("refuted");
        assertThat(lines.getFirst().path("line").asInt()).isEqualTo(2);
        var call = lines.getFirst().path("calls").path(0);
        assertThat(call.path("caller").path("organisation").asText()).isEqualTo("law_enforcement.police");
        assertThat(call.path("purpose").asText()).isEqualTo("missing_child");
        assertThat(call.path("verdict").asText()).isEqualTo("permit");
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("finding").asText()).isEqualTo("repeated");
            assertThat(line.path("rule").asText()).isEqualTo("a/bank");
            assertThat(line.path("by").path(0).asText()).isEqualTo("a/all");
        });
        assertThat(lines)
                .anySatisfy(
                        line -> assertThat(line.path("unpermitted").toString()).contains("detect"));
        assertThat(shell.err()).contains("0 of 1 invariant is proved.");
    }

    @Test
    void proveNamesMistakesAndWhatIsNotThere() throws Exception {
        shell.write("invariants.yaml", INVARIANTS.replace("expect: refuse", "expect: refuze"));
        assertThat(shell.run("prove")).isEqualTo(ExitCode.DOES_NOT_COMPILE.number());
        assertThat(shell.err()).contains("invariants.yaml:5:13: unknown expect 'refuze'; did you mean 'refuse'?");
        Files.delete(folder.resolve("invariants.yaml"));
        assertThat(shell.run("prove")).isZero();
        assertThat(shell.out()).endsWith("There is no invariants.yaml, so nothing was proved.\n");
        assertThat(shell.run("prove", "--policies", folder.resolve("nowhere").toString()))
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void diffSaysWhichCallsAreDecidedOtherwise() throws Exception {
        var next = other(PERMITS + BAN.replace("law_enforcement.police", "bank") + """
              - id: few
                effect: oblige
                match: {organisation: retailer, capability: identify}
                obligations: {max_results: 3}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
        assertThat(shell.run("diff", folder.toString(), next.toString())).isZero();
        assertThat(shell.out())
                .contains(
                        "NEWLY PERMITTED, by a/ban (",
                        "NEWLY REFUSED, by a/ban (",
                        "NEWLY ASKED: max_results at most 3, by a/few (")
                .contains("      organisation: law_enforcement, law_enforcement.police, law_enforcement.police.local")
                .contains("      time: from 2020-06-10T00:00:00Z until 2090-06-10T00:00:00Z")
                .contains("          A: refused by a/ban\n          B: permitted by a/all\n")
                .contains("          A: permitted by a/all\n          B: refused by a/ban\n")
                .contains("          permitted by a/all as before\n")
                .endsWith("1 group newly permitted, 1 group newly refused, 1 group asked for more, 0 groups asked for"
                        + " less.\n");

        assertThat(shell.run("diff", folder.toString(), next.toString(), "--json"))
                .isZero();
        assertThat(json()).hasSize(3).allSatisfy(change -> {
            assertThat(change.path("confirmed").asBoolean()).isTrue();
            assertThat(change.path("classes").asLong()).isPositive();
            assertThat(change.path("boxes").size()).isPositive();
            assertThat(change.path("calls").size()).isEqualTo(2);
        });
        assertThat(shell.run("diff", folder.toString(), folder.toString())).isZero();
        assertThat(shell.out()).isEqualTo("Nothing changes: every call is decided as before.\n");
    }

    @Test
    void diffNamesTheFolderThatDoesNotCompile() throws Exception {
        var next = other(PERMITS.replace("gallery_erase", "gallery_erade"));
        assertThat(shell.run("diff", folder.toString(), next.toString())).isEqualTo(ExitCode.DOES_NOT_COMPILE.number());
        assertThat(shell.err()).contains(next + "/a.yaml:5:", "did you mean 'gallery_erase'?");
        assertThat(shell.run(
                        "diff", folder.toString(), folder.resolve("nowhere").toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("diff", folder.toString())).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void timelineSaysWhenABanEndsAndWhoIsPermittedThen() {
        assertThat(shell.run("timeline", "--from", "2026-01-01")).isZero();
        assertThat(shell.out().lines())
                .startsWith("2090-06-10T00:00:00Z", "  a/ban ends")
                .anyMatch(line -> line.matches("  NEWLY PERMITTED, by a/ban \\([0-9,]+ classes\\)"))
                .contains("          before: refused by a/ban", "          after: permitted by a/all")
                .endsWith("Ends by itself:", "  a/ban: 2090-06-10T00:00:00Z");

        assertThat(shell.run("timeline", "--from", "2020-01-01", "--until", "2020-12-31", "--json"))
                .isZero();
        assertThat(json()).singleElement().satisfies(moment -> {
            assertThat(moment.path("at").asText()).isEqualTo("2020-06-10T00:00:00Z");
            assertThat(moment.path("reasons").path(0).asText()).isEqualTo("a/ban begins");
            assertThat(moment.path("changes").path(0).path("change").asText()).isEqualTo("refused");
        });
        assertThat(shell.run("timeline", "--from", "2090-06-11")).isZero();
        assertThat(shell.out()).isEqualTo("From 2090-06-11T00:00:00Z on, no decision changes by itself.\n");
        assertThat(shell.run("timeline", "--from", "soon")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void timelineNamesWhatHasNoDate() throws Exception {
        shell.write(
                "a.yaml",
                PERMITS
                        + BAN.replace("until: 2090-06-10", "until: 2030-01-01\n    after: review")
                        + BAN.replace("id: ban", "id: other")
                                .replace("until: 2090-06-10", "until_condition: further notice\n    status: disputed"));
        assertThat(shell.run("timeline", "--from", "2026-01-01")).isZero();
        assertThat(shell.out())
                .contains(
                        "Ends, and goes on refusing until somebody has reviewed it:\n  a/ban: 2030-01-01T00:00:00Z\n",
                        "Has no date for its end, only a condition:\n  a/other: further notice\n",
                        "Is disputed until an operator overrides it:\n  a/other: refuses\n");
    }

    private Path other(String pack) throws IOException {
        var next = Files.createDirectory(folder.resolve("next"));
        Files.writeString(next.resolve("a.yaml"), pack);
        return next;
    }

    private List<JsonNode> json() {
        return shell.out().lines().map(PolicyProofCommandsTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException broken) {
            throw new UncheckedIOException(line, broken);
        }
    }
}
