package io.facegate.policy.proof;

import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.model.AnalysisLimits;
import java.time.Instant;
import java.util.List;

/** Invariant check of a policy set before it is put in force. */
public final class PolicyActivationCheck {
    private PolicyActivationCheck() {}

    /** Position and reason of each invariant that was not proved; empty if all hold. */
    public static List<PolicyMistake> check(PolicySet policySet) {
        return check(policySet, AnalysisLimits.defaults(Instant.now()));
    }

    /** As above, within those limits. */
    public static List<PolicyMistake> check(PolicySet policySet, AnalysisLimits limits) {
        return new InvariantProver(policySet, limits)
                .proofs().stream()
                        .filter(proof -> !proof.isProved())
                        .map(PolicyActivationCheck::mistake)
                        .toList();
    }

    private static PolicyMistake mistake(InvariantProof proof) {
        var place = proof.invariant().place();
        var why = String.join("; ", proof.explanation());
        return new PolicyMistake(
                place.file(),
                place.line(),
                place.column(),
                "the invariant '" + proof.invariant().id() + "' is " + proof.word() + ": "
                        + proof.invariant().says() + ' ' + why);
    }
}
