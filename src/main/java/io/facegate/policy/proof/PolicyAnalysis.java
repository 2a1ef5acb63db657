package io.facegate.policy.proof;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import io.facegate.policy.proof.model.AnalysisLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Static analysis result of one policy set.
 *
 * @param findings rules without effect; empty if the search would take too long
 * @param uncovered capabilities that no rule permits
 * @param unfinished why the rules were not searched, or null
 */
public record PolicyAnalysis(
        List<InvariantProof> proofs,
        List<LintFinding> findings,
        List<UncoveredCapabilities> uncovered,
        @Nullable String unfinished) {
    public PolicyAnalysis {
        proofs = List.copyOf(proofs);
        findings = List.copyOf(findings);
        uncovered = List.copyOf(uncovered);
    }

    public static PolicyAnalysis analyze(PolicySet policySet, AnalysisLimits limits) {
        var prover = new InvariantProver(policySet, limits);
        var proofs = prover.proofs();
        try {
            var stage = prover.exactContext();
            return new PolicyAnalysis(proofs, RedundantRuleFinder.find(stage), UncoveredCapabilities.find(stage), null);
        } catch (BddBudgetExceeded exhausted) {
            return new PolicyAnalysis(proofs, List.of(), List.of(), "it would take " + exhausted.getMessage());
        }
    }
}
