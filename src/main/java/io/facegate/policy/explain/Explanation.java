package io.facegate.policy.explain;

import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
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
        PolicySet book,
        Policies policies,
        ExplainedCall asked,
        Decision decision,
        List<Rule> matched,
        List<Counterfactual> changes) {
    public Explanation {
        matched = List.copyOf(matched);
        changes = List.copyOf(changes);
    }

    public static Explanation of(PolicySet book, ExplainedCall asked) {
        var policies = Policies.of(book);
        var decision = asked.decide(policies);
        var matched = book.rules().stream()
                .filter(rule -> decision.matched().contains(rule.id()))
                .toList();
        var changes = new CounterfactualSearch(book, policies, asked).turning().toList();
        return new Explanation(book, policies, asked, decision, matched, changes);
    }
}
