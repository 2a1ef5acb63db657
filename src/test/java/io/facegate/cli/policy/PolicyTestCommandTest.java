package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.ExitCode;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class PolicyTestCommandTest {
    private static final String SECOND = "  - {id: s, effect: permit, match: {capability: verify}}\n";
    private static final String OTHER = """
            packs: [a]
            cases:
              - name: %s
                caller: bank
                capabilities: [verify]
                now: 2026-01-01T00:00:00Z
                expect: %s
            """;

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void open() throws Exception {
        shell = new PolicyShell(Files.createDirectory(folder.resolve("policies")));
    }

    @Test
    void saysWhatNoTestExercises() throws Exception {
        shell.write("a.yaml", PolicyShell.PACK + SECOND);
        assertThat(shell.run("test")).isZero();
        assertThat(shell.out().lines())
                .containsExactly(
                        "Never exercised: a/s: fires",
                        "Coverage: 1 of 2 points of 2 rules (50.0 %).",
                        "1 passed, 0 failed.");
    }

    @Test
    void saysOfEveryRuleWhatIsExercisedWhenAsked() throws Exception {
        shell.write("a.yaml", PolicyShell.PACK + SECOND);
        assertThat(shell.run("test", "--coverage")).isZero();
        assertThat(shell.out().lines()).startsWith("a/r: 1 of 1", "a/s: 0 of 1", "  never exercised: fires");
    }

    @Test
    void longListsAreCutShortUntilAskedFor() throws Exception {
        var many = new StringBuilder(PolicyShell.PACK);
        for (int rule = 0; rule < 12; rule++) {
            many.append(SECOND.replace("id: s", "id: s" + rule));
        }
        shell.write("a.yaml", many.toString());
        shell.run("test");
        assertThat(shell.out()).contains("and 2 more; --coverage lists all.").doesNotContain("a/s9");
    }

    @Test
    void tooLittleCoverageFails() throws Exception {
        assertThat(shell.run("test", "--min-coverage", "100")).isZero();
        shell.write("a.yaml", PolicyShell.PACK + SECOND);
        assertThat(shell.run("test", "--min-coverage", "50")).isZero();
        assertThat(shell.run("test", "--min-coverage", "50.1")).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());
        assertThat(shell.err()).contains("exercise 50.0 %", "--min-coverage asks for 50.1 %");
        assertThat(shell.run("test", "--min-coverage", "101")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("test", "--min-coverage", "NaN")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void jsonHasTheCoverageInALineOfItsOwn() throws Exception {
        shell.write("a.yaml", PolicyShell.PACK + SECOND);
        assertThat(shell.run("test", "--json")).isZero();
        var last = new ObjectMapper()
                .readTree(shell.out().lines().toList().getLast())
                .get("coverage");
        assertThat(last.toString())
                .isEqualTo("{\"rules\":2,\"points\":2,\"exercised\":1,\"percent\":50.0,"
                        + "\"missing\":[{\"rule\":\"a/s\",\"point\":\"fires\"}]}");
    }

    @Test
    void onlyWhatIsNamedIsRun() throws Exception {
        shell.write("b_test.yaml", OTHER.formatted("nothing is verified", "refuse"));
        assertThat(shell.run("test")).isZero();
        assertThat(shell.out()).contains("2 passed, 0 failed.");
        assertThat(shell.run("test", "FINDS")).isZero();
        assertThat(shell.out()).isEqualToIgnoringNewLines("1 passed, 0 failed.");
        assertThat(shell.run("test", "b_test")).isZero();
        assertThat(shell.out()).contains("1 passed, 0 failed.");
        assertThat(shell.run("test", "absent", "missing")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("No case has absent or missing");
        assertThat(shell.run("test", "finds", "--min-coverage", "90")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("--min-coverage: no pack is called like finds");
    }

    @Test
    void resultsAreWrittenAsJUnitXmlWhateverTheyAreCalled() throws Exception {
        var hostile = "\"<failure> & ]]> ' \\0 \\x1b \\ud800 \\uffff <!-- 人\"";
        shell.write("b_test.yaml", OTHER.formatted(hostile.replace("\\0 \\x1b \\ud800 ", ""), "permit"));
        var file = folder.resolve("report.xml");
        assertThat(shell.run("test", "--junit", file.toString())).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());

        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(getClass().getResource("/junit-report.xsd"))
                .newValidator()
                .validate(new StreamSource(file.toFile()));
        var document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
        assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("2");
        var suites = document.getElementsByTagName("testsuite");
        assertThat(suites.getLength()).isEqualTo(2);
        assertThat(((Element) suites.item(1)).getAttribute("name")).isEqualTo("b_test.yaml");
        var failed = (Element) document.getElementsByTagName("testcase").item(1);
        assertThat(failed.getAttribute("name")).isEqualTo("<failure> & ]]> ' \ufffd <!-- 人");
        assertThat(failed.getAttribute("classname")).isEqualTo("b_test");
        var failure = (Element) failed.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message"))
                .startsWith("expected permit, but was refuse by facegate/no_rule_permits");
        assertThat(failure.getTextContent()).startsWith("b_test.yaml:3\nexpected permit\nactual   refuse by");
    }

    @Test
    void aReportThatCannotBeWrittenIsBadUsage() {
        assertThat(shell.run(
                        "test", "--junit", folder.resolve("none/report.xml").toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("--junit: cannot write");
    }

    @Test
    void watchingEndsWithItsInput() throws Exception {
        var in = System.in;
        try {
            System.setIn(new ByteArrayInputStream(new byte[0]));
            assertThat(shell.run("test", "--watch")).isZero();
        } finally {
            System.setIn(in);
        }
        assertThat(shell.out()).contains("1 passed, 0 failed.").doesNotContain("\u001b");
        assertThat(shell.err()).contains("Watching", "Ctrl-C or the end of input stops");
    }
}
