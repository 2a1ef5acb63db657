package io.facegate.policy.explain;

import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import java.util.List;

/**
 * Explanation of a decision.
 *
 * @param policies the same policy set, compiled
 * @param matched all matching rules, with their texts
 * @param changes counterfactuals, nearest first; each was confirmed by the policy engine
 */
public record Explanation(
        PolicySet policySet,
        PolicyEngine policies,
        ExplainedCall call,
        Decision decision,
        List<Rule> matched,
        List<Counterfactual> changes) {
    public Explanation {
        matched = List.copyOf(matched);
        changes = List.copyOf(changes);
    }

    /** Explains a decision, with every change that would reverse it. */
    public static Explanation explain(PolicySet policySet, ExplainedCall asked) {
        return explain(policySet, PolicyEngine.of(policySet), asked, Integer.MAX_VALUE);
    }

    /**
     * Explains a decision.
     *
     * @param policies the same policy set, compiled
     * @param most how many changes are looked for
     */
    public static Explanation explain(PolicySet policySet, PolicyEngine policies, ExplainedCall asked, int most) {
        var decision = asked.decide(policies);
        var matched = policySet.rules().stream()
                .filter(rule -> decision.matched().contains(rule.id()))
                .toList();
        var changes = new CounterfactualSearch(policySet, policies, asked)
                .nearestChanges()
                .limit(most)
                .toList();
        return new Explanation(policySet, policies, asked, decision, matched, changes);
    }
}
