package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code policy check} refuses although every key and word of it is known, each through files and the command. */
class PolicyMistakesTest {
    private static final String HEAD = "pack: b\ntitle: A test\nbinds: Everybody.\n";
    private static final String REFUSAL = """
        rules:
          - id: r
            effect: refuse
            match: {capability: identify}
            reason: {code: no, text: No.}
            citation: {ref: A law, checked: %s}
        """;

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void open() throws IOException {
        shell = new PolicyShell(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "threshold: {at_least: 80}|80|threshold lies from 0 to 1; write 0.8 for 80 %",
                "threshold: {below: 1.01}|1.01|threshold lies from 0 to 1",
                "threshold: {at_least: -0.1}|-0.1|threshold lies from 0 to 1",
                "threshold: {below: 0}|0|no threshold is below 0, so this never holds",
                "accuracy: {at_least: 99}|99|accuracy lies from 0 to 1",
                "people: {at_least: -1}|-1|people is never negative",
                "people: {at_least: 1.5}|1.5|people is a whole number",
                "people: {below: 0}|0|no people is below 0, so this never holds",
                "offence_years: {at_least: -3}|-3|offence_years is never negative",
                "use_age: {below: PT-1H}|PT-1H|'PT-1H' is not a length of time",
                "operation: DetectFace|DetectFace|unknown operation 'DetectFace'; did you mean 'DetectFaces'?",
                "operation: [DetectFaces, FaceDetect]|FaceDetect|unknown operation 'FaceDetect'",
                "jurisdiction: US-ZZ|US-ZZ|unknown subdivision 'US-ZZ'",
                "jurisdiction: [US, GB-XYZ]|GB-XYZ|unknown subdivision 'GB-XYZ'",
                "jurisdiction: US-ZZ/portland|US-ZZ|unknown subdivision 'US-ZZ'",
                "jurisdiction: US-OR/portlnd|US-OR|unknown city 'US-OR/portlnd'; did you mean 'US-OR/portland'?",
                "subject_in: US-OR/nowhere|US-OR|a new city is named by the key 'cities' of its pack"
            })
    void aValueThatNoCallHasIsAMistake(String condition, String piece, String sentence) throws IOException {
        rule("effect: permit, match: {" + condition + "}");
        int column = "  - {id: r, effect: permit, match: {".length() + condition.lastIndexOf(piece) + 1;
        expect("b.yaml:5:" + column + ": ", sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true|is true for every call",
                "1 < 2|is true for every call",
                "1 + 1 == 3|has no effect",
                "threshold >= 0.5 OR threshold < 0.5|is true for every call",
                "threshold >= 0.5 && threshold < 0.5|is never true",
                "picture_count >= 0|is true for every call",
                "operation == 'DetectFaces' && operation == 'SearchFaces'|is never true",
                "!(credential in ['sigv4', 'jwt', 'api_key', 'certificate'])|is never true",
                "threshold >= 80.0|threshold lies from 0 to 1; write 0.8 for 80 %",
                "picture_count > -5|picture_count is never negative",
                "operation == 'DetectFace'|unknown operation 'DetectFace'",
                "credential == 'basic'|credential is one of: sigv4, jwt, api_key",
                "treshold > 0.5|unknown name 'treshold'; a condition can read: picture_count, largest_picture_bytes"
            })
    void aConditionThatTellsNoCallFromAnotherIsAMistake(String condition, String sentence) throws IOException {
        rule("effect: permit, match: {purpose: loyalty}, when: \"" + condition.replace("OR", "||") + "\"");
        int column = "  - {id: r, effect: permit, match: {purpose: loyalty}, when: ".length() + 1;
        expect("b.yaml:5:" + (sentence.startsWith("unknown name") ? column + 1 : column) + ": ", sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threshold >= 1.0", "threshold > 0.0", "picture_count >= 1", "picture_count * 2 > 3"})
    void aConditionThatTellsCallsApartIsNone(String condition) throws IOException {
        rule("effect: permit, match: {purpose: loyalty}, when: \"" + condition + "\"");
        assertThat(shell.run("check")).as(shell.err()).isZero();
    }

    @Test
    void anUnknownEffectHidesNoOtherMistake() throws IOException {
        rule("effect: allow, match: {purpose: loyality}, when: \"1 +\"");
        expect("b.yaml:5:", "unknown effect 'allow'");
        assertThat(shell.err()).contains("'loyality'; did you mean 'loyalty'?", "when: ");
    }

    @Test
    void aNewCityIsNamedByItsPackAndThenKnownToItsInvariants() throws IOException {
        var rule =
                "rules:\n  - {id: r, effect: permit, match: {jurisdiction: [US-OR/nowhere, US-OR/portland, GB-SCT]}}\n";
        shell.write("b.yaml", HEAD + "cities: [US-OR/nowhere]\n" + rule);
        shell.write(
                "invariants.yaml",
                "invariants:\n  - {id: i, says: I., given: {jurisdiction: US-OR/nowhere}, expect: refuse}\n");
        assertThat(shell.run("check")).as(shell.err()).isZero();
        shell.write("b.yaml", HEAD + "cities: [US-OO/nowhere]\n" + rule);
        expect("b.yaml:4:10: ", "'US-OO/nowhere' is no cities; expected a city such as US-OR/portland");
    }

    /** A day has not begun anywhere until it begins furthest in the east, at UTC+14. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-27, 2026-11-26T09:59:59Z, true",
        "2026-11-27, 2026-11-26T10:00:00Z, false",
        "2026-11-27, 2026-11-27, false",
        "2026-11-27, 2026-11-28, false"
    })
    void aCitationIsInTheFutureByTheClockThatIsStated(String checked, String now, boolean wrong) throws IOException {
        shell.write("b.yaml", HEAD + REFUSAL.formatted(checked));
        if (wrong) {
            assertThat(shell.run("check", "--at", now)).isEqualTo(3);
            assertThat(shell.err())
                    .contains("b.yaml:9:37: checked is in the future: 2026-11-27 comes after 2026-11-26");
        } else {
            assertThat(shell.run("check", "--at", now)).as(shell.err()).isZero();
            assertThat(shell.out()).contains("Days are judged as of " + now.substring(0, 10) + "T");
        }
    }

    @Test
    void withoutAnotherClockTheMachinesIsUsed() throws IOException {
        shell.write("b.yaml", HEAD + REFUSAL.formatted(Instant.now().toString().substring(0, 10)));
        assertThat(shell.run("check")).as(shell.err()).isZero();
        shell.write("b.yaml", HEAD + REFUSAL.formatted("2999-01-01"));
        expect("b.yaml:9:37: ", "checked is in the future: 2999-01-01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on: 2999-01-01|2:45|on is in the future: 2999-01-01",
                "on: 2025-01-02, until: 2025-01-02|2:64|until must come after on",
                "on: 2025-01-02, until: 2024-01-02|2:64|or the override ends before it began"
            })
    void anOverrideThatHasNotBegunOrEndsBeforeIsAMistake(String days, String place, String sentence)
            throws IOException {
        shell.write("b.yaml", HEAD + REFUSAL.formatted("2025-01-01") + "    status: disputed\n");
        shell.write("overrides.yaml", "overrides:\n  - {rule: b/r, by: Jane, reason: Read, " + days + "}\n");
        expect("overrides.yaml:" + place + ": ", sentence);
    }

    @Test
    void whatSupersedesMustExist() throws IOException {
        shell.write(
                "b.yaml", HEAD + REFUSAL.formatted("2025-01-01") + "    status: superseded\n    superseded_by: a/rr\n");
        expect("b.yaml:11:20: ", "unknown pack or rule 'a/rr'; did you mean 'a/r'?");
        for (var there : new String[] {"a", "a/r"}) {
            shell.write(
                    "b.yaml",
                    HEAD
                            + REFUSAL.formatted("2025-01-01")
                            + "    status: superseded\n    superseded_by: "
                            + there
                            + "\n");
            assertThat(shell.run("check")).as(shell.err()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{lead_only: false}|obligations ask for nothing",
                "{}|obligations ask for nothing",
                "{max_results: 3, retention: {}}|retention names nothing"
            })
    void anEmptyObligationIsAMistake(String asked, String sentence) throws IOException {
        rule("effect: permit, match: {purpose: loyalty}, obligations: " + asked);
        expect("b.yaml:5:", sentence);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x200B, 0x202E, 0x2066, 0x00AD, 0x2060, 0xFE0F, 0x3164, 0xE0041})
    void aCharacterThatNobodySeesIsAMistake(int letter) throws IOException {
        var text = Character.toString(letter);
        shell.write("b.yaml", HEAD.replace("A test", "A t" + text + "est") + "rules: []\n");
        expect("b.yaml:2:11: ", "holds the character U+%04X, which is invisible".formatted(letter));
        if (letter < 0x10000) {
            var escaped = "\"A t\\u%04Xest\"".formatted(letter);
            shell.write("b.yaml", HEAD.replace("A test", escaped) + REFUSAL.formatted("2025-01-01"));
            expect("b.yaml:2:8: ", "title holds an invisible or direction-changing character");
        }
    }

    @Test
    void lettersOfOtherScriptsAndSpacesOfFrenchTextsAreNone() throws IOException {
        shell.write("b.yaml", HEAD.replace("A test", "« Loi\u00a0» א العربية 中文") + REFUSAL.formatted("2025-01-01"));
        assertThat(shell.run("check")).as(shell.err()).isZero();
    }

    @Test
    void twoTestsOfOneNameAreAMistake() throws IOException {
        var first = PolicyShell.TEST;
        shell.write("a_test.yaml", first + first.substring(first.indexOf("  - name")));
        expect("a_test.yaml:8:5: ", "the test name 'a bank finds faces' is used twice");
    }

    @Test
    void aBillThatWasNeverEnactedBecomesLawByACitationOnly() throws IOException {
        var bill = HEAD + REFUSAL.formatted("2025-01-01") + "    status: never_enacted\n    amendments:\n";
        shell.write("b.yaml", bill + "      - {known: 2025-04-18, status: in_force}\n");
        expect("b.yaml:12:37: ", "an amendment that brings a bill into force needs its own citation");
        shell.write(
                "b.yaml",
                bill + "      - {known: 2025-04-18, status: in_force, citation: {ref: An act, checked: 2025-05-01}}\n");
        assertThat(shell.run("check")).as(shell.err()).isZero();
    }

    @Test
    void aTestThatFailsShowsObligationsAsPoliciesWriteThem() throws IOException {
        shell.write(
                "a.yaml",
                PolicyShell.PACK.replace(
                        "capability: detect}}", "capability: detect}, obligations: {max_results: 5}}"));
        shell.write(
                "a_test.yaml",
                PolicyShell.TEST.replace(
                        "expect: permit", "expect: {obligations: {max_results: 3, retention: {pictures: P30D}}}"));
        assertThat(shell.run("test")).isEqualTo(4);
        assertThat(shell.out() + shell.err())
                .contains("{max_results: 5}", "{max_results: 3, retention: {pictures: P30D}}")
                .doesNotContain("Obligations[");
    }

    @Test
    void theShippedPoliciesHaveNoneOfTheseMistakes() throws IOException {
        try (var shipped = Files.list(Path.of("policies"))) {
            for (var file :
                    shipped.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        assertThat(shell.run("check")).as(shell.err()).isZero();
    }

    private void rule(String rest) throws IOException {
        shell.write("b.yaml", HEAD + "rules:\n  - {id: r, " + rest + "}\n");
    }

    private void expect(String place, String sentence) {
        assertThat(shell.run("check")).as(shell.out()).isEqualTo(3);
        assertThat(shell.err()).contains(place, sentence).doesNotContain("[words=", "@");
    }
}
