package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.policy.vocabulary.WordList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MistakesTest {
    private static final String SOUND = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - id: r
            effect: permit
            match: {capability: detect}
        """;

    @Test
    void whatIsSoundHasNone() {
        assertThat(PolicyReader.read(Calls.files("a.yaml", SOUND)).rules()).hasSize(1);
    }

    @Test
    void unknownWordsNameTheNearest() {
        assertThat(mistakes(SOUND.replace("detect", "dtect")))
                .containsExactly("a.yaml:7:25: unknown capability 'dtect'; did you mean 'detect'?");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{organisation: polise}")))
                .containsExactly(
                        "a.yaml:7:27: unknown organisation type 'polise'; did you mean" + " 'law_enforcement.police'?");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{purpose: [loyalty, missing_chld]}")))
                .containsExactly("a.yaml:7:32: unknown purpose 'missing_chld'; did you mean 'missing_child'?");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{provider: rekogniton}")))
                .containsExactly("a.yaml:7:23: unknown provider 'rekogniton'; did you mean 'rekognition'?");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{reference: s3}")))
                .singleElement()
                .asString()
                .startsWith("a.yaml:7:24: unknown reference 's3'");
    }

    @Test
    void whatNoRecordCouldHoldIsAMistake() {
        var pack = "p".repeat(70);
        var sound = SOUND.replaceFirst("pack: .*", "pack: " + pack).replace("id: r", "id: " + "r".repeat(58));
        assertThatThrownBy(() -> PolicyReader.read(Calls.files(pack + ".yaml", sound)))
                .isInstanceOfSatisfying(
                        PolicyErrors.class,
                        wrong -> assertThat(wrong.mistakes())
                                .singleElement()
                                .asString()
                                .contains("more than 128 characters"));
        assertThat(mistakes(SOUND + "    citation: {ref: " + "c".repeat(1025) + ", checked: 2026-11-24}\n"))
                .singleElement()
                .asString()
                .contains("longer than 1024");
    }

    @Test
    void unknownKeysNameTheNearest() {
        assertThat(mistakes(SOUND.replace("    effect", "    effekt")))
                .contains("a.yaml:6:5: unknown key of a rule 'effekt'; did you mean 'effect'?");
        assertThat(mistakes(SOUND.replace("{capability:", "{capabilities:")))
                .contains("a.yaml:7:13: unknown key of match 'capabilities'; did you mean 'capability'?");
        assertThat(mistakes("extra: 1\n" + SOUND)).singleElement().asString().startsWith("a.yaml:1:1: unknown key");
    }

    @Test
    void keysAreNotNamedTwice() {
        assertThat(mistakes(SOUND + "    effect: refuse\n"))
                .contains("a.yaml:8:5: the key 'effect' is named twice; keep one");
        assertThat(mistakes(SOUND.replace("detect}", "detect, capability: verify}")))
                .containsExactly("a.yaml:7:33: the key 'capability' is named twice; keep one");
    }

    @Test
    void anchorsAndAliasesAreRefused() {
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{capability: &x detect, purpose: *x}")))
                .anyMatch(mistake -> mistake.contains("anchors and aliases"));
    }

    @Test
    void emptyListsAndMatchesAreMistakes() {
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{}")))
                .singleElement()
                .asString()
                .contains("would match every call");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{capability: []}")))
                .singleElement()
                .asString()
                .contains("empty list");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{capability: }")))
                .singleElement()
                .asString()
                .contains("capability is empty");
    }

    @Test
    void aRefusalNeedsAReasonAndACitationWithItsDay() {
        var bare = SOUND.replace("permit", "refuse");
        assertThat(mistakes(bare))
                .containsExactly(
                        "a.yaml:5:5: the key 'reason' is missing", "a.yaml:5:5: the key 'citation' is missing");
        assertThat(mistakes(bare + "    reason: {code: no, text: No.}\n    citation: {ref: A law}\n"))
                .containsExactly("a.yaml:9:15: the key 'checked' is missing");
        assertThat(mistakes(bare + "    reason: {code: no, text: No.}\n    citation: {ref: A law, checked: soon}\n"))
                .singleElement()
                .asString()
                .contains("checked: 'soon' is wrong; expected a day");
    }

    @Test
    void aPermitHasNoExceptions() {
        assertThat(mistakes(SOUND + "    unless: {purpose: tracking}\n"))
                .singleElement()
                .asString()
                .contains("only a refusal or an oblige has exceptions");
    }

    @Test
    void datesNeedAZoneAndMustExist() {
        assertThat(mistakes(SOUND + "    from: 2020-06-10\n"))
                .containsExactly(
                        "a.yaml:8:11: a date or local time needs 'zone:' beside it, such as" + " America/Los_Angeles");
        assertThat(mistakes(SOUND + "    from: 2020-13-10\n    zone: Europe/Paris\n"))
                .singleElement()
                .asString()
                .contains("'2020-13-10' is not a time");
        assertThat(mistakes(SOUND + "    from: 2020-06-10\n    zone: Europe/Pris\n"))
                .singleElement()
                .asString()
                .contains("unknown zone 'Europe/Pris'; did you mean 'Europe/Paris'?");
        assertThat(mistakes(SOUND + "    from: 2021-03-28T02:30:00\n    zone: Europe/Paris\n"))
                .singleElement()
                .asString()
                .contains("does not exist in Europe/Paris");
        assertThat(mistakes(SOUND + "    from: 2021-10-31T02:30:00\n    zone: Europe/Paris\n"))
                .singleElement()
                .asString()
                .contains("comes twice in Europe/Paris");
        assertThat(mistakes(SOUND + "    from: 2021-01-02\n    until: 2021-01-02\n    zone: Europe/Paris\n"))
                .containsExactly("a.yaml:9:12: until must come after from");
        assertThat(mistakes(SOUND + "    from: 2021-01-02T00:00:00.0001Z\n"))
                .singleElement()
                .asString()
                .contains("more precise than a millisecond");
    }

    @Test
    void conditionsAreTypeCheckedWhereTheyStand() {
        assertThat(mistakes(SOUND + "    when: picture_count > 'two'\n"))
                .singleElement()
                .asString()
                .startsWith("a.yaml:8:25: when: found no matching overload");
        assertThat(mistakes(SOUND + "    when: picture_cont > 2\n"))
                .singleElement()
                .asString()
                .startsWith("a.yaml:8:11: when: unknown name 'picture_cont'; a condition can read: picture_count");
        assertThat(mistakes(SOUND + "    when: picture_count + 1\n")).hasSize(1);
        assertThat(mistakes(SOUND + "    when: '[1, 2].all(x, x > 0)'\n")).hasSize(1);
        assertThat(mistakes(SOUND + "    when: " + "(".repeat(100) + "true" + ")".repeat(100) + "\n"))
                .hasSize(1);
        assertThat(mistakes(SOUND + "    when: " + "true && ".repeat(300) + "true\n"))
                .hasSize(1);
    }

    @Test
    void aRefusalMayMatchOnlyEvidenceThatSpeaksAgainstTheCall() {
        var refusal = SOUND.replace("effect: permit", "effect: refuse")
                + "    reason: {code: c, text: t}\n    citation: {ref: r, checked: 2026-01-01}\n";
        assertThat(PolicyReader.read(Calls.files(
                                "a.yaml",
                                refusal.replace("{capability: detect}", "{evidence: authorisation.rejected}")))
                        .rules())
                .hasSize(1);
        assertThat(mistakes(refusal.replace("{capability: detect}", "{evidence: [authorisation.rejected, warrant]}")))
                .singleElement()
                .asString()
                .contains("could be avoided by not showing the evidence");
        assertThat(mistakes(refusal.replace("{capability: detect}", "{evidence: authorisation}")))
                .hasSize(1);
    }

    @Test
    void placesAreOfTheIsoList() {
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{jurisdiction: UE}")))
                .singleElement()
                .asString()
                .contains("'UE' is no jurisdiction");
    }

    @Test
    void idsAreUniqueAndPacksAreCalledAsTheirFiles() {
        assertThat(mistakes(SOUND + "  - {id: r, effect: permit, match: {capability: verify}}\n"))
                .containsExactly("a.yaml:8:5: the rule id 'a/r' is used twice");
        assertThat(mistakes(SOUND.replace("pack: a", "pack: b")))
                .containsExactly("a.yaml:1:7: the pack is called 'b' but its file is a.yaml");
    }

    @Test
    void whatIsNotYamlIsSaidWithItsPlace() {
        assertThat(mistakes("pack: [a\n")).singleElement().asString().startsWith("a.yaml:2:1: is not YAML");
        assertThat(mistakes("")).containsExactly("a.yaml: is empty");
        assertThat(mistakes("[".repeat(200_000))).hasSize(1);
        assertThat(mistakes(SOUND + "---\n" + SOUND)).hasSize(1);
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        assertThat(mistakes(SOUND.replace("detect", "dtect").replace("effect: permit", "effect: allow")
                        + "  - {id: s, effect: permit, match: {capability: verfy}}\n"))
                .hasSize(3);
    }

    @Test
    void eachStandsAtTheWordThatIsWrong() {
        var refusal = SOUND.replace("permit", "refuse") + "    reason: {code: no, text: No.}\n"
                + "    citation: {ref: A law, url: \"https://a.org\", checked: 2026-11-24}\n";
        assertThat(mistakes(SOUND.replace("id: r", "id: R")))
                .containsExactly("a.yaml:5:9: 'R' is not a rule id; expected lower-case letters, digits and hyphens");
        assertThat(mistakes(refusal.replace("code: no", "code: No")))
                .containsExactly(
                        "a.yaml:8:20: 'No' is not a reason code; expected lower-case letters, digits and underscores");
        assertThat(mistakes(refusal.replace("https", "http")))
                .containsExactly("a.yaml:9:33: the url of a citation must start with https://");
        assertThat(mistakes(refusal + "    status: superseded\n    superseded_by: A pack\n"))
                .containsExactly("a.yaml:11:20: 'A pack' is not a pack or rule; expected pack or pack/rule");
        assertThat(mistakes(refusal + "    superseded_by: A pack\n    amendments:\n"
                        + "      - {known: 2026-01-01, until: 2026-06-01, status: superseded}\n"))
                .as("also where an amendment supersedes it")
                .contains("a.yaml:10:20: 'A pack' is not a pack or rule; expected pack or pack/rule");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{threshold: {below: 0x1p3}}")))
                .containsExactly("a.yaml:7:32: '0x1p3' is not a number; expected one such as 0.99");
        assertThat(mistakes(SOUND.replace("{capability: detect}", "{operation: 7}")))
                .containsExactly("a.yaml:7:24: '7' is no operation; expected a vendor's operation such as DetectFaces");
        assertThat(mistakes(SOUND + "    from: 2021-01-01\n    zone: place_of_us\n"))
                .singleElement()
                .asString()
                .startsWith("a.yaml:9:11: unknown zone 'place_of_us'");
    }

    @Test
    void overridesNameTheNearestRule() {
        var disputed = SOUND + "    status: disputed\n";
        var overrides = "overrides:\n  - {rule: a/%s, by: Jane, reason: Read., on: %s}\n";
        assertThat(mistakes(Calls.files("a.yaml", disputed, "overrides.yaml", overrides.formatted("s", "2026-11-20"))))
                .containsExactly("overrides.yaml:2:12: unknown rule 'a/s'; did you mean 'a/r'?");
        assertThat(mistakes(Calls.files("a.yaml", SOUND, "overrides.yaml", overrides.formatted("r", "2026-11-20"))))
                .containsExactly("overrides.yaml:2:12: the rule 'a/r' is not disputed, so nothing can be overridden");
        assertThat(mistakes(Calls.files("a.yaml", disputed, "overrides.yaml", overrides.formatted("r", "soon"))))
                .containsExactly("overrides.yaml:2:46: on: 'soon' is wrong; expected a day such as 2026-11-20");
    }

    @Test
    void listsThatNobodyWouldReadAreNotListed() {
        var many = java.util.stream.IntStream.range(0, 100)
                .mapToObj(number -> "rule-" + number)
                .toList();
        assertThat(WordList.unknownMessage("rule", "unheard of", many))
                .isEqualTo("unknown rule 'unheard of'; none of the 100 known ones is near");
    }

    @Test
    void whatIsGivenForAllIsReadOnceAndWhole() {
        var test = """
            given: {caller: bank, capabilities: [detect], now: 2026-01-01T00:00:00Z, expect: permitt, people: many}
            cases:
              - {name: one, people: 1, expect: permit}
              - {name: two, people: 2, expect: permit}
            """;
        assertThat(mistakes(Calls.files("a.yaml", SOUND, "a_test.yaml", test)))
                .containsExactlyInAnyOrder(
                        "a_test.yaml:1:82: unknown outcome 'permitt'; did you mean 'permit'?",
                        "a_test.yaml:1:99: people: 'many' is wrong; expected a number");
    }

    @Test
    void aMomentThatIsGivenForAllIsReadEvenWhereEveryCaseHasItsOwn() {
        var test = """
            given: {caller: bank, capabilities: [detect], now: 2027~-06-01T12:00:00Z, known: 2026-13-01}
            cases:
              - {name: one, now: 2026-01-01, known: 2026-01-01, zone: UTC, expect: permit}
            """;
        assertThat(mistakes(Calls.files("a.yaml", SOUND, "a_test.yaml", test)))
                .hasSize(2)
                .satisfiesExactlyInAnyOrder(
                        now -> assertThat(now).startsWith("a_test.yaml:1:52: '2027~-06-01T12:00:00Z' is not a time"),
                        known -> assertThat(known).startsWith("a_test.yaml:1:82: '2026-13-01' is not a time"));
        var localTime = test.replace("2027~-06-01T12:00:00Z", "2026-06-01").replace("13-01", "12-01");
        assertThat(PolicyTestRunner.run(Calls.files("a.yaml", SOUND, "a_test.yaml", localTime)))
                .isNotNull();
    }

    @Test
    void aPrincipalActsForNobodyItself() {
        var test = """
            cases:
              - name: one
                caller: {organisation: contractor, on_behalf_of: [{organisation: bank, on_behalf_of: bank}]}
                capabilities: [detect]
                now: 2026-01-01T00:00:00Z
                expect: permit
            """;
        assertThat(mistakes(Calls.files("a.yaml", SOUND, "a_test.yaml", test)))
                .singleElement()
                .asString()
                .startsWith("a_test.yaml:3:76: unknown key of an organisation 'on_behalf_of'");
    }

    @Test
    void testsAreReadAsStrictly() {
        var test = """
            cases:
              - name: one
                caller: bnk
                capabilities: [detect]
                now: 2026-01-01T00:00:00Z
                expect: permit
            """;
        assertThat(mistakes(Calls.files("a.yaml", SOUND, "a_test.yaml", test)))
                .containsExactly("a_test.yaml:3:13: unknown organisation type 'bnk'; did you mean 'bank'?");
        assertThat(mistakes(Calls.files("a.yaml", SOUND, "a_test.yaml", test.replace("bnk", "bank") + "    wen: 1\n")))
                .singleElement()
                .asString()
                .startsWith("a_test.yaml:7:5: unknown key of a case 'wen'");
        assertThat(mistakes(Calls.files("a.yaml", SOUND, "a_test.yaml", "packs: b\n" + test.replace("bnk", "bank"))))
                .singleElement()
                .asString()
                .startsWith("a_test.yaml:1:8: unknown pack 'b'");
    }

    private static List<String> mistakes(String text) {
        return mistakes(Calls.files("a.yaml", text));
    }

    private static List<String> mistakes(Map<String, byte[]> files) {
        var errors = catchThrowableOfType(PolicyErrors.class, () -> PolicyTestRunner.run(files));
        assertThat(errors).as("a mistake in " + files.keySet()).isNotNull();
        return errors.mistakes().stream().map(PolicyMistake::toString).toList();
    }
}
