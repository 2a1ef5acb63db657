package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.testkit.ReducedTries;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a refused caller is told that an operator could register, and what it is never told. */
@AddLifecycleHook(ReducedTries.class)
class NearestChangeTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String ALL = """
          - {id: all, effect: permit, match: {organisation: law_enforcement}}
        """;

    private static final Set<NearestChange.Kind> NAMES_NO_VALUE =
            Set.of(NearestChange.Kind.REGISTER_FACT, NearestChange.Kind.REGISTER_PLACE);

    @TempDir
    private Path folder;

    @Test
    void evidenceOfAnExceptionIsNamedWhereItMakesTheCallPermitted() throws Exception {
        var change = change(ALL + ban("capability: detect", "evidence: warrant"), police());

        assertThat(change.kind()).isEqualTo(NearestChange.Kind.REGISTER_EVIDENCE);
        assertThat(change.names()).containsExactly("warrant");
        assertThat(change.kind().by()).isEqualTo("operator");
        assertThat(change.sentence())
                .isEqualTo(
                        "The policies permit the same call with this evidence, on file and named by the call: warrant."
                                + " If the organisation has it and it is not on file yet, the operator can register it"
                                + " (facegate evidence add --org ORG --id ID --type TYPE). Each call must name it"
                                + " (Facegate-Evidence: ID, or its case with Facegate-Case).");
    }

    /** The control: another rule refuses all the same, so the warrant would be fetched for nothing. */
    @Test
    void evidenceThatWouldNotHelpIsNotNamed() throws Exception {
        var both = ban("capability: detect", "evidence: warrant") + """
              - id: also
                effect: refuse
                match: {capability: detect}
                reason: {code: no, text: Not at all.}
                citation: {ref: A law, checked: 2026-11-24}
            """;

        assertThat(change(ALL + both, police())).isNull();
    }

    @Test
    void evidenceThatAPermitAsksForIsNamed() throws Exception {
        var permit = "  - {id: some, effect: permit, match: {organisation: law_enforcement, evidence: court_order}}\n";

        assertThat(change(permit, police()).names()).containsExactly("court_order");
    }

    @Test
    void evidenceThatIsAskedForTogetherIsNamedTogether() throws Exception {
        var change = change(
                ALL + ban("capability: detect", "all: [{evidence: warrant}, {evidence: location_justification}]"),
                police());

        assertThat(change.names()).containsExactlyInAnyOrder("warrant", "location_justification");
    }

    @Test
    void aFactThatIsNotKnownIsNamedWithoutTheValueThatHelps() throws Exception {
        var change = change(ALL + ban("place_type: workplace", null), police());

        assertThat(change.kind()).isEqualTo(NearestChange.Kind.REGISTER_FACT);
        assertThat(change.names()).containsExactly("place_type");
        assertThat(change.sentence()).as("the reason says it").isEmpty();

        var permit = "  - {id: some, effect: permit, match: {organisation: law_enforcement, camera: fixed}}\n";
        var other = change(permit, police());
        assertThat(other.names()).containsExactly("camera");
        assertThat(other.sentence()).contains("--fact camera=VALUE").doesNotContain("fixed");
    }

    /** A registered fact is true: nobody is told that another one would do. */
    @Test
    void aFactThatIsKnownIsNeverToBeChanged() throws Exception {
        var known = police().attested(new AttestedContext(Set.of(), Map.of("place_type", List.of("workplace")), null));

        assertThat(change(ALL + ban("place_type: workplace", null), known)).isNull();
    }

    @Test
    void aPlaceThatIsKnownTooRoughlyIsToBeRegisteredExactly() throws Exception {
        var change = change(ALL + ban("jurisdiction: US-OR/portland", null), police());
        assertThat(change.kind()).isEqualTo(NearestChange.Kind.REGISTER_PLACE);
        assertThat(change.names()).isEmpty();

        assertThat(change(ALL + ban("jurisdiction: US-OR", null), police()))
                .as("wherever in the state it is")
                .isNull();
    }

    /** The place is registered as a country, and rules name a state or a city in it. */
    @Test
    void aPlaceThatIsKnownAsACountryIsToBeRegisteredExactly() throws Exception {
        var somewhere = TestCaller.of(TestOrganisation.of("pd", "law_enforcement.police")
                        .in("US")
                        .purposes("investigation")
                        .build())
                .purpose("investigation")
                .in("US");
        for (var rules : List.of(
                ALL + ban("jurisdiction: US-OR", null),
                ALL + ban("jurisdiction: US-OR/portland", null),
                "  - {id: some, effect: permit, match: {jurisdiction: US-OR}}\n",
                "  - {id: some, effect: permit, match: {jurisdiction: US-OR/portland}}\n")) {
            var change = change(rules, somewhere);
            assertThat(change).as(rules).isNotNull();
            assertThat(change.kind()).isEqualTo(NearestChange.Kind.REGISTER_PLACE);
            assertThat(change.names()).as("no place is told").isEmpty();
            assertThat(change.sentence()).doesNotContain("US-", "portland", "ZZ");
        }
        assertThat(change(ALL + ban("jurisdiction: US", null), somewhere))
                .as("wherever in the country it is")
                .isNull();
    }

    @Test
    void anotherPurposeTypeVendorOrUseIsNeverProposed() throws Exception {
        for (var permit : List.of(
                "purpose: missing_child",
                "organisation: nonprofit",
                "provider: azure_face",
                "jurisdiction: FR",
                "organisation_id: other",
                "action: lead",
                "capability: verify")) {
            assertThat(change("  - {id: some, effect: permit, match: {" + permit + "}}\n", police()))
                    .as(permit)
                    .isNull();
        }
    }

    /** Else a contractor could ask, one call after the other, what is registered of its principal. */
    @Test
    void whoeverCallsForOthersLearnsNothingOfTheirFactsAndPlaces() throws Exception {
        var principal = TestOrganisation.of("p", "law_enforcement.police")
                .in("US-OR")
                .purposes("investigation")
                .build();
        for (var rule : List.of("place_type: workplace", "jurisdiction: US-OR/portland", "camera: fixed")) {
            assertThat(change(ALL + ban(rule, null), police().actingFor(principal)))
                    .as(rule)
                    .isNull();
        }
    }

    /** The place alone and the warrant alone leave a rule that refuses. */
    @Test
    void twoChangesAreNamedTogetherWhereNeitherIsEnough() throws Exception {
        var both = ALL
                + ban("jurisdiction: US-OR/portland", null)
                + ban("also", "capability: detect", "evidence: warrant");
        var change = change(both, police());

        assertThat(change.kind()).isEqualTo(NearestChange.Kind.REGISTER_EVIDENCE);
        assertThat(change.names()).containsExactly("warrant");
        assertThat(change.and().kind()).isEqualTo(NearestChange.Kind.REGISTER_PLACE);
        assertThat(change.and().names()).isEmpty();
        assertThat(change.sentence())
                .startsWith("Two changes together can make the call permitted; one of them alone does not. First: this"
                        + " evidence, on file and named by the call: warrant.")
                .contains(" Second: The exact place, such as the city, is not known")
                .doesNotContain("portland", "elsewhere");
        assertThat(change(both + ban("third", "setting: controlled", null), police()))
                .as("three would be needed")
                .isNull();
    }

    @Test
    void aFactAndEvidenceOfOneConditionAreNamedTogether() throws Exception {
        var permit = """
              - id: some
                effect: permit
                match: {organisation: law_enforcement, evidence: court_order, camera: fixed}
            """;
        var change = change(permit, police());

        assertThat(change.names()).containsExactly("court_order");
        assertThat(change.and().names()).containsExactly("camera");
        assertThat(change.sentence()).contains("--fact camera=VALUE").doesNotContain("fixed");
    }

    @Test
    void evidenceOfTwoRulesIsNamedAsOneChange() throws Exception {
        var rules = ALL
                + ban("capability: detect", "evidence: warrant")
                + ban("also", "capability: detect", "evidence: court_order");
        var change = change(rules, police());

        assertThat(change.names()).containsExactly("court_order", "warrant");
        assertThat(change.and()).isNull();
        assertThat(change.sentence()).contains("this evidence, on file and named by the call: court_order, warrant.");
    }

    @Test
    void whoeverCallsForOthersLearnsOfNoTwoChangesButEvidence() throws Exception {
        var principal = TestOrganisation.of("p", "law_enforcement.police")
                .in("US-OR")
                .purposes("investigation")
                .build();
        var rules = ALL
                + ban("jurisdiction: US-OR/portland", null)
                + ban("also", "capability: detect", "evidence: warrant");

        assertThat(change(rules, police().actingFor(principal))).isNull();
    }

    @Test
    void aHigherThresholdIsNamedWhereItMakesTheCallPermitted() throws Exception {
        var rules = ALL + ban("threshold: {below: 0.99}", null);
        var change = policies(rules).findNearestChange(police().build(), call(0.8), NOW);

        assertThat(change.kind()).isEqualTo(NearestChange.Kind.RAISE_THRESHOLD);
        assertThat(change.kind().by()).isEqualTo("caller");
        assertThat(change.names()).containsExactly("0.99");
        assertThat(change.sentence())
                .isEqualTo("The policies permit the same call with a similarity threshold of 0.99 (99 of 100).");
        assertThat(policies(rules).findNearestChange(police().build(), call(), NOW))
                .as("the call has none")
                .isNull();
        assertThat(policies(ALL + ban("threshold: {at_least: 0.5}", null))
                        .findNearestChange(police().build(), call(0.8), NOW))
                .as("a lower one would find more people")
                .isNull();
    }

    @Test
    void aThresholdAndEvidenceAreNamedTogether() throws Exception {
        var rules =
                ALL + ban("threshold: {below: 0.99}", null) + ban("also", "capability: detect", "evidence: warrant");
        var change = policies(rules).findNearestChange(police().build(), call(0.8), NOW);

        assertThat(change.names()).containsExactly("0.99");
        assertThat(change.and().names()).containsExactly("warrant");
        assertThat(change.sentence())
                .contains("First: a similarity threshold of 0.99 (99 of 100). Second: this evidence, on file");
    }

    @Test
    void aCallThatIsNotDecidedOnItsMeritsGetsNoAdvice() throws Exception {
        var rules = ALL + ban("capability: detect", "evidence: warrant");
        for (var failure : PreconditionFailure.values()) {
            assertThat(change(rules, police().failing(failure)))
                    .as(failure.code())
                    .isNull();
        }
    }

    @Test
    void aSearchDecidesFewTimes() throws Exception {
        var rules = new StringBuilder(ALL);
        int at = 0;
        for (var type : WordList.facts("evidence").words()) {
            rules.append("  - {id: some-" + at++ + ", effect: permit, match: {purpose: missing_child, evidence: " + type
                    + "}}\n");
        }
        rules.append(ban("capability: detect", "place_type: workplace"));
        var policies = policies(rules.toString());
        int[] decided = {0};
        var counting = new PolicyEngine() {
            @Override
            public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
                decided[0]++;
                return policies.decide(caller, call, now, known);
            }

            @Override
            public String digest() {
                return policies.digest();
            }
        };
        var set = PolicyReader.load(folder);
        new RegistrationSearch(counting, set.rules(), police().build(), call(), NOW).find();
        assertThat(decided[0]).isLessThanOrEqualTo(RegistrationSearch.MOST_DECISIONS);
    }

    /** Whatever the policies are: who follows the advice is permitted, and of two changes neither alone is enough. */
    @Property(tries = 400)
    void whoFollowsTheAdviceIsPermitted(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = new ArrayList<>(world.rules(40));
        rules.addAll(aboutThresholds());
        var policies = new PolicyEvaluator(new PolicySet(IndexPropertyTest.packs(rules), "digest"));
        for (int round = 0; round < 5; round++) {
            var call = world.call();
            var asked = new Asked(
                    world.caller(), call.withFacts(call.facts().withThreshold(0.3)), world.now(), policies, rules);
            var change = policies.findNearestChange(asked.caller, asked.call, asked.now);
            if (change == null) {
                continue;
            }
            assertThat(asked.isPermitted()).isFalse();
            assertTellsNoValue(change, asked.caller);
            var first = asked.following(change);
            var and = change.and();
            if (and == null) {
                assertThat(first).anyMatch(Asked::isPermitted);
            } else {
                assertThat(first.stream().flatMap(one -> one.following(and).stream()))
                        .anyMatch(Asked::isPermitted);
                assertThat(asked.followingExactly(change)).noneMatch(Asked::isPermitted);
                assertThat(asked.followingExactly(and)).noneMatch(Asked::isPermitted);
            }
        }
    }

    private static void assertTellsNoValue(NearestChange change, Caller caller) {
        if (change.kind() == NearestChange.Kind.REGISTER_FACT) {
            assertThat(Attribute.fromFact(change.names().getFirst())).isNotNull();
            assertThat(change.sentence()).matches("|.*=VALUE, .*|.*--started TIME.*");
        }
        if (NAMES_NO_VALUE.contains(change.kind())) {
            assertThat(caller.principals()).isEmpty();
        }
        if (change.and() != null && NAMES_NO_VALUE.contains(change.and().kind())) {
            assertThat(caller.principals()).isEmpty();
        }
    }

    /** A refused call, and what it becomes for whoever follows the advice. */
    private record Asked(Caller caller, FaceCall call, Instant now, PolicyEngine policies, List<Rule> rules) {
        boolean isPermitted() {
            return policies.decideForVendors(caller, call, now).decision() instanceof Decision.Permit;
        }

        /** One for each value that the fact or the place may have. */
        List<Asked> following(NearestChange change) {
            var all = new ChangeCandidates(rules, caller, call, now);
            return switch (change.kind()) {
                case REGISTER_EVIDENCE -> {
                    var held = new HashSet<>(caller.context().evidence());
                    held.addAll(change.names());
                    var context = new AttestedContext(
                            held, caller.context().facts(), caller.context().caseId());
                    yield List.of(with(caller.with(context, caller.places()), call));
                }
                case RAISE_THRESHOLD -> {
                    double threshold = Double.parseDouble(change.names().getFirst());
                    assertThat(threshold)
                            .isGreaterThan(Objects.requireNonNull(call.facts().threshold()));
                    yield List.of(with(caller, call.withFacts(call.facts().withThreshold(threshold))));
                }
                case REGISTER_FACT ->
                    all.facts()
                            .filter(one -> one.names().equals(change.names()))
                            .map(one -> with(one.caller().apply(caller), call))
                            .toList();
                case REGISTER_PLACE ->
                    all.places()
                            .map(one -> with(one.caller().apply(caller), call))
                            .toList();
                case LEAVE_OUT_ATTRIBUTES -> throw new AssertionError("the gateway's own");
            };
        }

        /** What is told with its value; nothing for a fact or a place, where another value may do alone. */
        List<Asked> followingExactly(NearestChange change) {
            return NAMES_NO_VALUE.contains(change.kind()) ? List.of() : following(change);
        }

        private Asked with(Caller other, FaceCall asked) {
            return new Asked(other, asked, now, policies, rules);
        }
    }

    private static List<Rule> aboutThresholds() {
        var low = new MatchCondition(
                Map.of(),
                Map.of(Attribute.THRESHOLD, new NumberRange(Double.NEGATIVE_INFINITY, 0.75)),
                List.of(),
                List.of());
        return List.of(
                Rule.of("house/low", Effect.REFUSE, low),
                Rule.of("house/all", Effect.PERMIT, MatchCondition.EVERYTHING));
    }

    private static TestCaller police() {
        return TestCaller.of(TestOrganisation.of("pd", "law_enforcement.police")
                        .in("US-OR")
                        .purposes("investigation")
                        .build())
                .purpose("investigation")
                .in("US-OR");
    }

    private static FaceCall call() {
        return call(null);
    }

    private static FaceCall call(@Nullable Double threshold) {
        return new FaceCall(
                "rekognition",
                "DetectFaces",
                FaceCall.Facts.of(Set.of(Capability.DETECT)).withThreshold(threshold),
                new NormalizedRequest.VendorSpecific("A test."),
                Map.of(),
                null);
    }

    private static String ban(String match, @Nullable String unless) {
        return ban("ban", match, unless);
    }

    private static String ban(String id, String match, @Nullable String unless) {
        return """
              - id: %s
                effect: refuse
                match: {%s}
            %s    reason: {code: no, text: Not here.}
                citation: {ref: A law, checked: 2026-11-24}
            """.formatted(id, match, unless == null ? "" : "    unless: [{" + unless + "}]\n");
    }

    private PolicyEngine policies(String rules) throws Exception {
        Files.writeString(folder.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
            """ + rules);
        return PolicyEngine.load(folder);
    }

    private NearestChange change(String rules, TestCaller caller) throws Exception {
        return policies(rules).findNearestChange(caller.build(), call(), NOW);
    }
}
