package io.facegate.policy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleCoverageTest {
    private static final String PACK = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - id: r
            effect: refuse
            match:
              capability: identify
              any:
                - {organisation: bank}
                - {organisation: retailer, any: [{purpose: loyalty}, {purpose: tracking}]}
            from: 2020-06-10
            until: 2021-06-10
            zone: UTC
            amendments:
              - {known: 2021-05-18, until: none}
            unless:
              - evidence: [warrant, court_order]
              - any: [{purpose: device_unlock}, {purpose: redaction}]
            reason: {code: no, text: No.}
            citation: {ref: A law, checked: 2026-11-24}
        """;
    private static final String GIVEN = """
        over: permit_everything
        given: {caller: bank, purpose: attendance, capabilities: [identify], now: 2020-07-01T00:00:00Z}
        cases:
        """;

    @Test
    void everyPointIsMissingWhereNothingIsAsked() {
        var coverage = coverage("  - {name: other, capabilities: [detect], expect: permit}");
        assertThat(coverage.uncovered())
                .extracting(CoveragePoint::description)
                .containsExactly(
                        "fires",
                        "match any 1 (organisation: bank)",
                        "match any 2 (organisation: retailer, any of 2)",
                        "match any 2 any 1 (purpose: loyalty)",
                        "match any 2 any 2 (purpose: tracking)",
                        "unless 1 (evidence: court_order or warrant)",
                        "unless 2 (any of 2)",
                        "unless 2 any 1 (purpose: device_unlock)",
                        "unless 2 any 2 (purpose: redaction)",
                        "before from 2020-06-10T00:00:00Z",
                        "at or after from 2020-06-10T00:00:00Z",
                        "before until 2021-06-10T00:00:00Z",
                        "at or after until 2021-06-10T00:00:00Z");
        assertThat(coverage.percent()).isZero();
    }

    @Test
    void aRuleThatFiresIsExercisedWithItsBranchesAndTheSidesOfItsDates() {
        assertThat(exercised("  - {name: fires, expect: refuse}"))
                .containsExactly(
                        "fires",
                        "match any 1 (organisation: bank)",
                        "at or after from 2020-06-10T00:00:00Z",
                        "before until 2021-06-10T00:00:00Z");
        assertThat(exercised("  - {name: inside, caller: retailer, purpose: tracking, expect: refuse}"))
                .containsExactly(
                        "fires",
                        "match any 2 (organisation: retailer, any of 2)",
                        "match any 2 any 2 (purpose: tracking)",
                        "at or after from 2020-06-10T00:00:00Z",
                        "before until 2021-06-10T00:00:00Z");
    }

    @Test
    void anExceptionIsExercisedAndTheRuleIsNot() {
        assertThat(exercised("  - {name: excepted, purpose: redaction, evidence: [warrant], expect: permit}"))
                .containsExactly(
                        "unless 1 (evidence: court_order or warrant)",
                        "unless 2 (any of 2)",
                        "unless 2 any 2 (purpose: redaction)");
    }

    @Test
    void theDatesAreThoseThatWereKnown() {
        assertThat(exercised("  - {name: before, now: 2020-06-09T23:59:59Z, expect: permit}"))
                .containsExactly("before from 2020-06-10T00:00:00Z", "before until 2021-06-10T00:00:00Z");
        assertThat(exercised(
                        "  - {name: over, now: 2021-06-10T00:00:00Z, known: 2021-05-01T00:00:00Z, expect: permit}"))
                .containsExactly("at or after from 2020-06-10T00:00:00Z", "at or after until 2021-06-10T00:00:00Z");
        assertThat(exercised("  - {name: not over, now: 2021-06-10T00:00:00Z, expect: refuse}"))
                .containsExactly("fires", "match any 1 (organisation: bank)", "at or after from 2020-06-10T00:00:00Z");
    }

    @Test
    void whatIsRefusedBeforeAnyRuleExercisesNone() {
        assertThat(exercised("  - {name: for nobody, caller: contractor, purpose: loyalty, expect: refuse}"))
                .isEmpty();
    }

    @Test
    void principalsAreJudgedToo() {
        assertThat(exercised("  - {name: for a bank, caller: {organisation: contractor, on_behalf_of: bank},"
                        + " expect: refuse}"))
                .contains("fires");
    }

    @Test
    void aPermitIsExercisedOnlyWhereItIsSure() {
        var pack = """
            pack: a
            title: A test
            binds: Everybody.
            rules:
              - {id: r, effect: permit, match: {capability: detect, jurisdiction: US}}
            """;
        var unsure = "given: {caller: bank, capabilities: detect, now: 2020-07-01T00:00:00Z}\ncases:\n"
                + "  - {name: nowhere, expect: refuse}\n";
        assertThat(report(pack, unsure, List.of()).uncovered()).hasSize(1);
        assertThat(report(
                                pack,
                                unsure.replace("nowhere,", "here, jurisdiction: US-OR,")
                                        .replace("refuse", "permit"),
                                List.of())
                        .uncovered())
                .isEmpty();
    }

    @Test
    void localTimesAreThoseOfThePlace() {
        var pack = """
            pack: a
            title: A test
            binds: Everybody.
            rules:
              - {id: r, effect: permit, match: {capability: detect}, from: 2021-01-01, zone: place_of_use}
            """;
        var test = "given: {caller: bank, capabilities: detect, jurisdiction: US-OR/portland}\ncases:\n"
                + "  - {name: new year in London, now: 2021-01-01T00:00:00Z, expect: refuse}\n";
        assertThat(report(pack, test, List.of()).uncovered())
                .extracting(CoveragePoint::description)
                .containsExactly("fires", "at or after from 2021-01-01T00:00:00 local time");
    }

    @Test
    void onlyThePacksThatAreNamedCount() {
        var test = GIVEN + "  - {name: fires, expect: refuse}\n";
        assertThat(report(PACK, test, List.of("A")).total()).isEqualTo(13);
        assertThat(report(PACK, test, List.of("fires")).total()).isZero();
        assertThat(report(PACK, test, List.of("fires")).percent()).isEqualTo(100);
    }

    private static List<String> exercised(String asked) {
        var coverage = coverage(asked);
        return coverage.points("a/r").stream()
                .filter(point -> !coverage.uncovered().contains(point))
                .map(CoveragePoint::description)
                .toList();
    }

    private static RuleCoverage coverage(String asked) {
        return report(PACK, GIVEN + asked + '\n', List.of());
    }

    private static RuleCoverage report(String pack, String test, List<String> names) {
        var files = Map.of(
                "a.yaml", pack.getBytes(StandardCharsets.UTF_8), "a_test.yaml", test.getBytes(StandardCharsets.UTF_8));
        var report = PolicyTestRunner.report(files, names);
        assertThat(report.failures()).extracting(failure -> failure.actual()).isEmpty();
        return report.coverage();
    }
}
