package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.policy.PolicyEngine;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the change that would make a refused call permitted. A refusal may leave open how many faces a picture
 * shows and what the caller's calls amount to. Advice must hold in any case, so what was not established counts against
 * the caller here.
 */
final class AdviceSearch {
    private AdviceSearch() {}

    /** Returns what the caller can leave out, else what its operator can register; null if nothing helps. */
    static @Nullable NearestChange find(PolicyEngine policies, DecidedQuestion judged) {
        var asked = judged.question();
        if (asked.call().mistake() != null) {
            // A call that cannot be read whole may hold more than what is known of it.
            return null;
        }
        var open = judged.open();
        var refused = open == null ? asked : asked.withCall(strictest(asked.call(), open));
        var left = AttributesToLeaveOut.find(policies, refused);
        return left == null ? policies.findNearestChange(refused.caller(), refused.call(), refused.now()) : left;
    }

    private static FaceCall strictest(FaceCall decided, FaceCall open) {
        var facts = decided.facts();
        if (facts.faces() == null) {
            facts = facts.withCrowd(open.facts().ifSeveral(), open.facts().crowd());
        }
        var together = AggregationDetector.aggregatedCapability(open.request());
        return decided.withFacts(together == null ? facts : facts.withCapability(together));
    }
}
