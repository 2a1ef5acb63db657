package io.facegate.policy.explain;

import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import java.util.List;

/**
 * Why a call is decided as it is.
 *
 * @param policies the book, compiled
 * @param matched all rules that matched, with what they say
 * @param changes the single changes that would turn the decision, the nearest first, found by asking the policies
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
