package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.proof.LintFinding;
import io.facegate.policy.proof.PolicyActivationCheck;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.PolicyKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofDocTest {
    @Test
    void theExampleLoadsAndItsInvariantsAreJudged() throws IOException {
        var example = doc().split("```yaml\n", -1)[1].split("```", -1)[0];
        var pack = """
            pack: a
            title: A test
            binds: Everybody.
            rules:
              - {id: erase, effect: permit, match: {capability: gallery_erase}}
              - {id: shops, effect: permit, match: {organisation: retailer, capability: [detect, track]}}
            """;
        var policySet = PolicyReader.read(Map.of(
                "invariants.yaml", example.getBytes(StandardCharsets.UTF_8),
                "a.yaml", pack.getBytes(StandardCharsets.UTF_8)));
        assertThat(policySet.invariants()).hasSize(4);
        assertThat(PolicyActivationCheck.check(policySet))
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.message())
                        .startsWith("the invariant 'shops-recognise-nobody' is refuted")
                        .contains("retailer asks track"));
    }

    @Test
    void everyKeyOutcomeAndFindingIsListed() throws IOException {
        assertThat(PolicyKeys.keysOf("invariant"))
                .allSatisfy(key -> assertThat(doc()).contains("| `" + key + "` |"));
        for (var finding : LintFinding.Kind.values()) {
            assertThat(doc()).contains("| `" + finding.word() + "` |");
        }
        for (var outcome : new String[] {"proved", "refuted", "possible", "inconclusive", "fault"}) {
            assertThat(doc()).contains("| `" + outcome + "` |");
        }
    }

    @Test
    void theShippedPoliciesKeepTheirInvariants() {
        var policySet = PolicyReader.load(Path.of("policies"));
        assertThat(policySet.invariants()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(PolicyActivationCheck.check(policySet)).isEmpty();
    }

    private static String doc() throws IOException {
        return Files.readString(Path.of("docs/proof.md"));
    }
}
