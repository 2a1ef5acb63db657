package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each key of the language does. */
class LanguageTest {
    private static final String OPEN = "- {id: open, effect: permit, match: {provider: rekognition}}\n";
    private static final String BAN = """
        - id: ban
          effect: refuse
          match: {organisation: retailer, capability: identify}
          reason: {code: ban, text: No.}
          citation: {ref: A law, checked: 2026-11-24}
        """;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void anOverriddenDisputedRefusalDoesNotRefuseAndIsNoted() {
        var disputed = OPEN + BAN + "  status: disputed\n";
        assertThat(decide(disputed, shop(List.of("US"), AttestedContext.NONE), NOW))
                .isInstanceOf(Decision.Refuse.class);
        var files = Calls.files(
                "a.yaml",
                text(disputed),
                "overrides.yaml",
                "overrides:\n"
                        + "  - {rule: a/ban, by: Jane Doe, reason: Counsel agreed., on: 2026-11-24, until: 2026-11-26}\n");
        var policies = PolicyEngine.of(PolicyReader.read(files));
        var call = Calls.call(Capability.IDENTIFY);
        var caller = shop(List.of("US"), AttestedContext.NONE);
        assertThat(policies.decide(caller, call, Instant.parse("2026-11-23T23:59:59Z")))
                .isInstanceOf(Decision.Refuse.class);
        var decision = policies.decide(caller, call, Instant.parse("2026-11-24T00:00:00Z"));
        assertThat(decision).isInstanceOf(Decision.Permit.class);
        assertThat(decision.nonDeciding().overridden()).containsExactly("a/ban");
        assertThat(policies.decide(caller, call, Instant.parse("2026-11-26T00:00:00Z")))
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void whatWasNotKnownThenIsNotHeard() {
        var extended = OPEN + BAN + """
              from: 2020-06-10
              until: 2021-06-10
              zone: UTC
              amendments:
                - {known: 2021-05-18, until: none}
            """.indent(0);
        var policies = Calls.policies(extended);
        var call = Calls.call(Capability.IDENTIFY);
        var caller = shop(List.of("US"), AttestedContext.NONE);
        var later = Instant.parse("2022-01-01T00:00:00Z");
        assertThat(policies.decide(caller, call, later)).isInstanceOf(Decision.Refuse.class);
        assertThat(policies.decide(caller, call, later, Instant.parse("2021-05-17T23:59:59Z")))
                .isInstanceOf(Decision.Permit.class);
        assertThat(policies.decide(caller, call, later, Instant.parse("2021-05-18T00:00:00Z")))
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void aPlannedLapseAwaitsReview() {
        var rule = OPEN + BAN + "  until: 2026-11-24\n  zone: UTC\n  after: review\n";
        var before = decide(rule, shop(List.of("US"), AttestedContext.NONE), Instant.parse("2026-11-23T23:59:59Z"));
        var after = decide(rule, shop(List.of("US"), AttestedContext.NONE), NOW);
        assertThat(((Decision.Refuse) before).refusal().code()).isEqualTo("ban");
        assertThat(((Decision.Refuse) after).refusal().code()).isEqualTo("lapse_review");
        assertThat(((Decision.Refuse) after).refusal().review()).isNotNull();
    }

    @Test
    void theLocalTimeOfThePlaceOfUseDecidesItsDay() {
        var rule = OPEN + BAN + "  from: 2021-01-01\n  zone: place_of_use\n";
        var midnightInParis = Instant.parse("2020-12-31T23:00:00Z");
        assertThat(decide(rule, shop(List.of("FR"), AttestedContext.NONE), midnightInParis))
                .isInstanceOf(Decision.Refuse.class);
        assertThat(decide(rule, shop(List.of("FR"), AttestedContext.NONE), midnightInParis.minusMillis(1)))
                .isInstanceOf(Decision.Permit.class);
        assertThat(decide(rule, shop(List.of("GB"), AttestedContext.NONE), midnightInParis))
                .isInstanceOf(Decision.Permit.class);
        assertThat(decide(rule, shop(List.of(), AttestedContext.NONE), Instant.parse("2020-12-31T10:00:00Z")))
                .as("it is tomorrow somewhere")
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void membersOfAGroupAreThoseOfTheMoment() {
        var rule = OPEN + BAN.replace("capability: identify", "capability: identify, jurisdiction: EU");
        var left = Instant.parse("2020-01-31T23:00:00Z");
        assertThat(decide(rule, shop(List.of("GB"), AttestedContext.NONE), left.minusMillis(1)))
                .isInstanceOf(Decision.Refuse.class);
        assertThat(decide(rule, shop(List.of("GB"), AttestedContext.NONE), left))
                .isInstanceOf(Decision.Permit.class);
        assertThat(decide(rule, shop(List.of("FR-75"), AttestedContext.NONE), left))
                .isInstanceOf(Decision.Refuse.class);
        assertThat(decide(rule, shop(List.of("EU"), AttestedContext.NONE), left))
                .isInstanceOf(Decision.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shadow", "warn"})
    void aRuleThatIsTriedDecidesNothingAndIsNoted(String mode) {
        var decision = decide(OPEN + BAN + "  mode: " + mode + "\n", shop(List.of("US"), AttestedContext.NONE), NOW);
        assertThat(decision).isInstanceOf(Decision.Permit.class);
        assertThat(decision.matched()).containsExactly("a/open");
        assertThat(
                        mode.equals("warn")
                                ? decision.nonDeciding().warned()
                                : decision.nonDeciding().shadow())
                .containsExactly("a/ban");
    }

    @Test
    void whatWasNeverEnactedDoesNothing() {
        assertThat(decide(OPEN + BAN + "  status: never_enacted\n", shop(List.of("US"), AttestedContext.NONE), NOW)
                        .matched())
                .containsExactly("a/open");
    }

    @Test
    void anExceptionIsATreeOfConditionsAndIsNoted() {
        var rule = OPEN + BAN + """
              unless:
                all:
                  - evidence: warrant
                  - any: [{place_type: private_space}, {use_age: {below: PT24H}}]
            """.indent(0);
        var warrant = Set.of("warrant");
        var young = Map.of("started", List.of("2026-11-23T12:00:00.001Z"));
        var old = Map.of("started", List.of("2026-11-23T12:00:00Z"));
        var notYet = Map.of("started", List.of("2026-11-25T12:00:00Z"));
        assertThat(decide(rule, shop(List.of("US"), new AttestedContext(warrant, Map.of(), null)), NOW))
                .isInstanceOf(Decision.Refuse.class);
        assertThat(decide(rule, shop(List.of("US"), new AttestedContext(warrant, old, null)), NOW))
                .isInstanceOf(Decision.Refuse.class);
        assertThat(decide(rule, shop(List.of("US"), new AttestedContext(warrant, notYet, null)), NOW))
                .isInstanceOf(Decision.Permit.class);
        var excepted = decide(rule, shop(List.of("US"), new AttestedContext(warrant, young, null)), NOW);
        assertThat(excepted).isInstanceOf(Decision.Permit.class);
        assertThat(excepted.nonDeciding().excepted()).containsExactly("a/ban");
        assertThat(decide(rule, shop(List.of("US"), new AttestedContext(Set.of(), young, null)), NOW))
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void anExceptedObligationAndAnExceptedBillAreNotNoted() {
        var rules = OPEN + BAN + """
              status: never_enacted
              unless: {evidence: warrant}
            - id: asks
              effect: oblige
              match: {capability: identify}
              unless: {evidence: warrant}
              obligations: {reviewers: 2}
              citation: {ref: A law, checked: 2026-11-24}
            """;
        var warrant = new AttestedContext(Set.of("warrant"), Map.of(), null);
        var decision = decide(rules, shop(List.of("US"), warrant), NOW);
        assertThat(decision.matched()).containsExactly("a/open");
        assertThat(decision.nonDeciding().excepted()).isEmpty();
    }

    @Test
    void obligationsOfAllThatFireAreMergedToTheStricter() {
        var rules = OPEN.replace("}}", "}, obligations: {min_similarity: 0.9, max_results: 9}}") + """
            - id: more
              effect: oblige
              match: {capability: identify}
              obligations: {min_similarity: 0.99, redact: [analyze.age], reviewers: 2, retention: {records: P1Y, templates: P9D}}
              citation: {ref: A law, checked: 2026-11-24}
            - id: less
              effect: oblige
              match: {capability: identify}
              unless: {organisation: bank}
              obligations: {max_results: 5, redact: [analyze.gender], retention: {records: P2Y, templates: P1Y}}
              citation: {ref: A law, checked: 2026-11-24}
            """;
        var asked = ((Decision.Permit) decide(rules, shop(List.of("US"), AttestedContext.NONE), NOW)).obligations();
        assertThat(asked.minSimilarity()).isEqualTo(0.99);
        assertThat(asked.maxResults()).isEqualTo(5);
        assertThat(asked.reviewers()).isEqualTo(2);
        assertThat(asked.redact()).containsExactlyInAnyOrder(Capability.ANALYZE_AGE, Capability.ANALYZE_GENDER);
        assertThat(asked.get(Obligations.Kind.RECORDS)).hasToString("P2Y");
        assertThat(asked.templates()).hasToString("P9D");
    }

    @Test
    void anObligeAlonePermitsNothing() {
        var rules = """
            - id: more
              effect: oblige
              match: {capability: identify}
              obligations: {lead_only: true}
              citation: {ref: A law, checked: 2026-11-24}
            """;
        assertThat(decide(rules, shop(List.of("US"), AttestedContext.NONE), NOW))
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void clauseAndFactSayWhatMet() {
        var refuse = (Decision.Refuse) decide(OPEN + BAN, shop(List.of("US"), AttestedContext.NONE), NOW);
        assertThat(refuse.clause()).isEqualTo("organisation: retailer, capability: identify");
        assertThat(refuse.fact()).isEqualTo("organisation: retailer, capability: identify.live");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  match: {evidence: warrant}|could be avoided by not showing the evidence",
                "  match: {purpose: loyalty}\n  unless: {on_behalf_of: bank}|an additional organisation in the chain",
                "  match: {people: 5}|people must be a mapping",
                "  match: {people: {at_least: 5, below: 5}}|below must be more",
                "  match: {use_age: {below: 24h}}|expected one such as PT24H",
                "  match: {purpose: loyalty}\n  status: pending|pending needs a from",
                "  match: {purpose: loyalty}\n  status: lapsed|lapsed needs an until",
                "  match: {purpose: loyalty}\n  status: superseded|superseded_by go together",
                "  match: {purpose: loyalty}\n  status: inforce|did you mean 'in_force'",
                "  match: {purpose: loyalty}\n  after: review|add until",
                "  match: {purpose: loyalty}\n  mode: off|expected one of: enforce, warn, shadow",
                "  match: {purpose: loyalty}\n  obligations: {reviewers: 2}|a refusal has no obligations",
                "  match: {purpose: loyalty}\n  amendments: [{known: 2021-01-01}]|changes nothing",
                "  match: {purpose: loyalty}\n  amendments: [{until: none}]|'known' is missing",
                "  match: {purpose: loyalty}\n  review: {evidence: warant, text: T.}|did you mean 'warrant'"
            })
    void whatContradictsItselfIsSaid(String ruleAndMistake) {
        var parts = ruleAndMistake.split("\\|");
        var rule = "- id: x\n  effect: refuse\n" + parts[0]
                + "\n  reason: {code: no, text: No.}\n  citation: {ref: A law, checked: 2026-11-24}\n";
        var errors = catchThrowableOfType(PolicyErrors.class, () -> Calls.policies(rule));
        assertThat(errors).as("a mistake in %s", rule).isNotNull();
        assertThat(errors.mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString())
                        .matches("a\\.yaml:\\d+:\\d+: .*")
                        .contains(parts[1]));
    }

    @Test
    void onlyADisputedRuleCanBeOverridden() {
        var files = Calls.files(
                "a.yaml",
                text(OPEN),
                "overrides.yaml",
                "overrides:\n"
                        + "  - {rule: a/open, by: J, reason: R, on: 2026-11-24}\n"
                        + "  - {rule: a/shut, by: J, reason: R, on: 2026-11-24}\n");
        var errors = catchThrowableOfType(PolicyErrors.class, () -> PolicyReader.read(files));
        assertThat(errors.mistakes())
                .extracting(PolicyMistake::toString)
                .containsExactly(
                        "overrides.yaml:2:12: the rule 'a/open' is not disputed, so nothing can be overridden",
                        "overrides.yaml:3:12: unknown rule 'a/shut', expected one of: a/open");
    }

    private static String text(String rules) {
        return new String(Calls.pack("a", rules), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Decision decide(String rules, Caller caller, Instant now) {
        return Calls.policies(rules).decide(caller, call(), now);
    }

    private static FaceCall call() {
        return Calls.call(Capability.IDENTIFY_LIVE);
    }

    private static Caller shop(List<String> places, AttestedContext context) {
        var shop =
                TestOrganisation.of("shop", "retailer").named("Shop").in(places).build();
        return TestCaller.of(shop)
                .purpose("loyalty")
                .in(places)
                .attested(context)
                .by("sigv4", "key")
                .build();
    }
}
