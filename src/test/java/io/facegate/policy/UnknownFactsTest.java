package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Stage;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Caller;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal by a rule that applies only because a fact is not known says which, and how to register it. */
class UnknownFactsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String RULE = """
          - id: ban
            effect: refuse
            match: {%s}
            reason: {code: no, text: Not here.}
            citation: {ref: A law, checked: 2026-11-24}
        """;

    @TempDir
    private Path folder;

    @Test
    void aPlaceThatMayHoldTheRulesCityIsSaidToBeRegisteredTooRoughly() throws Exception {
        assertThat(reason("jurisdiction: US-OR/portland", caller(List.of("US-OR"), Map.of())))
                .isEqualTo("Not here. The rule applies because the place is known only as US-OR, which may be"
                        + " US-OR/portland. The operator can register the exact place, such as a city (facegate org"
                        + " change ID --jurisdiction PLACE, repeating its other places).");
    }

    @Test
    void aFactThatIsNotRegisteredIsNamed() throws Exception {
        assertThat(reason("place_type: workplace", caller(List.of("US-OR"), Map.of())))
                .isEqualTo(
                        "Not here. The rule applies because this is not known: what kind of place it is. The operator"
                                + " can register it (facegate org change ID --fact place_type=VALUE, repeating its"
                                + " other facts).");
        assertThat(reason("people: {at_least: 100}", caller(List.of("US-OR"), Map.of())))
                .contains("how many people are enrolled", "--fact people=VALUE");
        assertThat(reason("use_age: {below: PT24H}", caller(List.of("US-OR"), Map.of())))
                .contains("facegate evidence change ID --started TIME");
        assertThat(reason("threshold: {below: 0.9}", caller(List.of("US-OR"), Map.of())))
                .contains("states no similarity threshold");
    }

    @Test
    void whatIsInsideAnyOfSeveralConditionsIsNamedToo() throws Exception {
        assertThat(reason("any: [{place_type: workplace}, {jurisdiction: FR}]", caller(List.of("US-OR"), Map.of())))
                .contains("what kind of place it is")
                .doesNotContain("the place is");
    }

    /** The control: what surely applies is explained by the rule alone. */
    @Test
    void nothingIsSaidWhereTheRuleSurelyApplies() throws Exception {
        assertThat(reason("jurisdiction: US-OR", caller(List.of("US-OR/portland"), Map.of())))
                .isEqualTo("Not here.");
        assertThat(reason(
                        "place_type: workplace", caller(List.of("US-OR"), Map.of("place_type", List.of("workplace")))))
                .isEqualTo("Not here.");
        assertThat(reason("any: [{jurisdiction: US-OR}, {place_type: workplace}]", caller(List.of("US-OR"), Map.of())))
                .isEqualTo("Not here.");
    }

    /** Nobody is told to call as somebody else, and a contractor is not told where its principal is. */
    @Test
    void typesAreNotProposedAndPrincipalsNotDescribed() throws Exception {
        var rough = TestCaller.of(TestOrganisation.of("o", "nonprofit")
                        .in("US-OR")
                        .purposes("missing_child")
                        .build())
                .purpose("missing_child")
                .in("US-OR")
                .by("api_key", "key")
                .build();
        assertThat(reason("organisation: nonprofit.child_protection", rough)).isEqualTo("Not here.");

        var principal = TestOrganisation.of("p", "bank")
                .in("US-OR")
                .purposes("missing_child")
                .build();
        var acting = TestCaller.of(rough.organisation())
                .actingFor(principal)
                .purpose("missing_child")
                .in("US-OR")
                .by("api_key", "key")
                .build();
        assertThat(reason("established_in: US-OR/portland", acting))
                .contains("is known only roughly, and may be US-OR/portland")
                .doesNotContain("US-OR,");
    }

    private String reason(String match, Caller caller) throws Exception {
        var policies = Stage.policies(folder, Map.of(), RULE.formatted(match));
        var call = new FaceCall(
                "rekognition",
                "DetectFaces",
                FaceCall.Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific("A test."),
                Map.of(),
                null);
        return policies.decide(caller, call, NOW) instanceof Decision.Refuse refuse
                ? refuse.refusal().reason()
                : "permitted";
    }

    private static Caller caller(List<String> places, Map<String, List<String>> facts) {
        var known = TestOrganisation.of("o", "nonprofit.child_protection")
                .in(places.toArray(new String[0]))
                .purposes("missing_child")
                .facts(facts)
                .build();
        return TestCaller.of(known)
                .purpose("missing_child")
                .in(places.toArray(new String[0]))
                .by("api_key", "key")
                .build();
    }
}
