package io.facegate.policy.explain;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import java.util.List;

/** Finds which exceptions of a rule held, by evaluating the rule with each exception alone. */
public final class MatchedExceptions {
    private MatchedExceptions() {}

    /** Exceptions that held, of a rule that matched the call. */
    public static List<MatchCondition> held(PolicySet policySet, ExplainedCall asked, String id) {
        return policySet.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .flatMap(rule -> rule.unless().stream().filter(exception -> held(rule, exception, asked)))
                .toList();
    }

    private static boolean held(Rule rule, MatchCondition exception, ExplainedCall asked) {
        var alone = new Rule(
                rule.id(),
                rule.effect(),
                rule.match(),
                List.of(exception),
                rule.validity(),
                rule.when(),
                rule.mode(),
                rule.ruleText(),
                rule.obligations());
        var pack = new PolicyPack(rule.pack(), rule.pack(), rule.pack(), List.of(alone));
        return !asked.decide(PolicyEngine.of(new PolicySet(List.of(pack), rule.id())))
                .nonDeciding()
                .excepted()
                .isEmpty();
    }
}
