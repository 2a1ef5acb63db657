package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PolicyCommandTest {
    private static final String PACK = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - {id: r, effect: permit, match: {capability: detect, purpose: loyalty}}
        """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), PACK);
        Files.writeString(folder.resolve("a_test.yaml"), PolicyShell.TEST);
    }

    @Test
    void checkSaysWhatItLoaded() {
        assertThat(run("check")).isZero();
        assertThat(out.toString()).contains("a: A test", "binds Everybody.", "1 permits, 0 refusals", "SHA-256 ");
    }

    @Test
    void checkNamesEveryMistakeWithItsPlace() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), PACK.replace("loyalty", "loylty"));
        assertThat(run("check")).isEqualTo(ExitCode.DOES_NOT_COMPILE.number());
        assertThat(err.toString()).contains(folder.resolve("a.yaml") + ":5:66: unknown purpose 'loylty'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anAbsentFolderIsBadUsage() throws Exception {
        Files.delete(folder.resolve("a.yaml"));
        assertThat(run("check")).isEqualTo(ExitCode.DOES_NOT_COMPILE.number());
        Files.delete(folder.resolve("a_test.yaml"));
        Files.delete(folder);
        assertThat(run("check")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--policies DIR");
        Files.createDirectory(folder);
    }

    @Test
    void testCountsWhatPassed() {
        assertThat(run("test")).isZero();
        assertThat(out.toString())
                .isEqualToIgnoringNewLines("Coverage: 1 of 1 points of 1 rules (100.0 %).1 passed, 0 failed.");
    }

    @Test
    void testNamesEachFailureAndWhy() throws Exception {
        Files.writeString(
                folder.resolve("a_test.yaml"), PolicyShell.TEST.replace("purpose: loyalty", "purpose: tracking"));
        assertThat(run("test")).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());
        assertThat(out.toString())
                .contains(
                        "a_test.yaml:2: a bank finds faces",
                        "expected permit",
                        "actual   refuse by facegate/no_rule_permits",
                        "0 passed, 1 failed.");
    }

    @Test
    void explainSaysWhatDecidedAndWhatWouldChangeIt() {
        assertThat(run("explain", "--org-type", "bank", "--purpose", "tracking", "--capability", "detect"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "Decided: refuse (no_rule_permits)",
                        "clause  organisation: bank, purpose: tracking, capability: detect",
                        "purpose: loyalty  (a/r)");
    }

    @Test
    void explainShowsTheDayBeforeTheMoratorium() throws Exception {
        var args = List.of(
                "explain",
                "--policies",
                "policies",
                "--json",
                "--org-type",
                "law_enforcement.police",
                "--purpose",
                "missing_child",
                "--operation",
                "SearchFacesByImage",
                "--capability",
                "identify",
                "--jurisdiction",
                "US-OR/salem",
                "--at",
                "2020-06-10T07:00:00Z");
        assertThat(execute(args)).isZero();
        var told = new ObjectMapper().readTree(out.toString());
        assertThat(told.get("verdict").asText()).isEqualTo("refuse");
        assertThat(told.get("rule").asText()).isEqualTo("amazon-rekognition-2020/police");
        assertThat(told.get("clause").asText())
                .isEqualTo("organisation: law_enforcement.police, capability: identify, provider: rekognition");
        assertThat(told.get("changes").toString())
                .contains(
                        "{\"attribute\":\"now\",\"to\":\"2020-06-10T06:59:59.999Z\"",
                        "{\"attribute\":\"provider\",\"to\":\"azure_face\"",
                        "{\"attribute\":\"organisation_id\",\"to\":\"thorn\"",
                        "{\"attribute\":\"capability\",\"to\":\"only gallery_erase\"");
    }

    @Test
    void explainJudgesThePrincipalToo() {
        var args = List.of(
                "explain",
                "--policies",
                "policies",
                "--org-type",
                "contractor",
                "--on-behalf-of",
                "law_enforcement.police",
                "--purpose",
                "missing_person",
                "--capability",
                "detect");
        assertThat(execute(args)).isZero();
        assertThat(out.toString()).contains("by rule amazon-rekognition-2020/police");
    }

    @Test
    void unknownWordsAreBadUsage() {
        assertThat(run("explain", "--org-type", "bnk", "--capability", "detect"))
                .isEqualTo(2);
        assertThat(run("explain", "--org-type", "bank", "--capability", "dtect"))
                .isEqualTo(2);
        assertThat(run("explain", "--org-type", "bank", "--capability", "detect", "--at", "now"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("did you mean 'bank'?", "did you mean 'detect'?", "2020-06-10T07:00:00Z");
        assertThat(execute(List.of())).isEqualTo(2);
    }

    @Test
    void everyCommandHelpsInOneScreen() {
        for (var command : List.of("check", "test", "explain", "schema", "table")) {
            assertThat(execute(List.of(command, "--help"))).isZero();
        }
        assertThat(out.toString()).contains("Exit codes:", "Example");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    private int run(String command, String... more) {
        return execute(Stream.concat(Stream.of(command, "--policies", folder.toString()), Stream.of(more))
                .toList());
    }

    private int execute(List<String> args) {
        return new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
    }
}
