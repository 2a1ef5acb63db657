package io.facegate.policy.proof;

import io.facegate.policy.language.Invariant.Decided;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Many;

/**
 * Selects the rules that may decide a call in the scope of an invariant, whatever number of values the call has. Calls
 * with one value of each attribute are enough: a rule that fires on several values also fires, exceptions aside, on a
 * single one of them, and the invariant covers each. A rule that names an attribute twice is always kept. Validity is
 * ignored, so local times do not matter.
 */
final class RelevantRules {
    private final AnalysisContext exact;

    RelevantRules(AnalysisContext exact) {
        this.exact = exact;
    }

    /** The policy set reduced to the relevant rules. */
    PolicySet select(PolicySet policySet, Decided claim) {
        var bdd = exact.bdd();
        int about = bdd.and(
                exact.space().clock().requestsDuring(claim.from(), claim.until()),
                exact.conditions().domain(axis -> 1));
        int given = bdd.and(about, exact.conditions().model(claim.scope()).certain());
        var packs = policySet.packs().stream()
                .map(pack -> pack.withRules(pack.rules().stream()
                        .filter(rule -> isKept(rule) || mayApply(rule, given))
                        .toList()))
                .toList();
        return new PolicySet(packs, policySet.overrides(), policySet.invariants(), policySet.digest());
    }

    private boolean mayApply(Rule rule, int given) {
        return !exact.bdd()
                .areDisjoint(given, exact.conditions().model(rule.match()).possible());
    }

    private static boolean isKept(Rule rule) {
        for (var attribute : Attribute.values()) {
            boolean several = attribute.many() == Many.ALL || attribute.many() == Many.SET;
            if (several && names(rule.match(), attribute) > 1) {
                return true;
            }
        }
        return false;
    }

    private static int names(MatchCondition match, Attribute attribute) {
        int here = match.words().containsKey(attribute) || match.ranges().containsKey(attribute) ? 1 : 0;
        for (var inside : match.all()) {
            here += names(inside, attribute);
        }
        for (var inside : match.any()) {
            here += names(inside, attribute);
        }
        return here;
    }
}
