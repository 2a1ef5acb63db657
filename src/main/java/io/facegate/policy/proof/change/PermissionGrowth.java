package io.facegate.policy.proof.change;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.model.PolicyModel;
import io.facegate.policy.proof.model.PolicyModel.Reading;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.RequestSpace.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a policy set permits more than another: a call that the other refuses, or one that it permits only with an
 * obligation more. Covers all moments and calls with several values of an attribute. What cannot be analysed counts as
 * more.
 */
public final class PermissionGrowth {
    private PermissionGrowth() {}

    /** Half a sentence that says what {@code after} permits more, with an example call if there is one; null if nothing. */
    public static @Nullable String find(PolicySet before, PolicySet after, AnalysisLimits limits) {
        if (before.digest().equals(after.digest())) {
            return null;
        }
        try {
            for (var change : PolicyDiff.compare(before, after, limits).changes()) {
                if (isMore(change.kind())) {
                    return describe(change);
                }
            }
            return findAmongSeveralValues(before, after, limits);
        } catch (BddBudgetExceeded exhausted) {
            return "it cannot be compared with the policies in force, as it would take " + exhausted.getMessage();
        }
    }

    private static boolean isMore(String kind) {
        return kind.equals("permitted") || kind.equals("weaker");
    }

    private static String describe(DecisionChange change) {
        var what = change.kind().equals("permitted")
                ? "it permits calls that are refused so far"
                : "it no longer asks for " + change.demand();
        if (change.examples().isEmpty()) {
            return what + ", by " + String.join(", ", change.rules());
        }
        var before = change.examples().getFirst();
        var after = change.examples().getLast();
        return what + ", such as " + after.call() + " (" + before.verdict() + " so far, then " + after.verdict() + ')';
    }

    /**
     * Compares rule by rule, since all requests with several values are too many to compare. Both readings of local times
     * are compared, so that what lies between the two is found too.
     */
    private static @Nullable String findAmongSeveralValues(PolicySet before, PolicySet after, AnalysisLimits limits) {
        for (var reading : Reading.values()) {
            var sets = new RequestSpace.ProofInput(List.of(before, after), List.of());
            var space = new RequestSpace(sets, Values.ANY, limits.nodes());
            var rule = new RuleGrowth(
                            space.bdd(),
                            new PolicyModel(space, before, reading).ruleSet(),
                            new PolicyModel(space, after, reading).ruleSet())
                    .find();
            if (rule != null) {
                return "it may permit more of calls with several values of one attribute, by " + rule;
            }
        }
        return null;
    }
}
