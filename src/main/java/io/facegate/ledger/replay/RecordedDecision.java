package io.facegate.ledger.replay;

import io.facegate.call.Refusal;
import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.DecisionRecord.Frame;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decision as read from its record.
 *
 * @param frame the fields that are not inputs
 * @param question the inputs
 * @param policies the digest of the policy set
 * @param verdict the result
 */
public record RecordedDecision(Frame frame, Question question, String policies, Verdict verdict) {
    private static final Set<String> OWN = Set.of("no_rule_permits", "policy_error");
    private static final String BUILT_IN = "facegate/";

    /**
     * Result of a decision.
     *
     * @param rule that decided
     * @param refusal null for a permit
     */
    public record Verdict(
            String rule,
            String clause,
            String fact,
            @Nullable Refusal refusal) {
        public boolean permits() {
            return refusal == null;
        }
    }

    /** True if a stage after the policies, such as an external decision point, refused what they permit. */
    public boolean isRefusedAfterPolicies() {
        var refusal = verdict.refusal;
        return refusal != null
                && verdict.rule.startsWith(BUILT_IN)
                && !OWN.contains(refusal.code())
                && !verdict.clause.startsWith("doubt: ");
    }

    /** Decides by these policies. */
    public Decision decide(PolicyEngine rules) {
        return rules.decideForVendors(question.caller(), question.call(), question.now())
                .decision();
    }

    /** The record's bytes, if these policies made the decision. */
    byte[] reproduce(PolicyEngine rules) {
        var decision = decide(rules);
        if (isRefusedAfterPolicies() && verdict.refusal != null && decision instanceof Decision.Permit permit) {
            decision = new Decision.Refuse(
                    verdict.refusal,
                    verdict.clause,
                    verdict.fact,
                    permit.matched(),
                    permit.nonDeciding(),
                    permit.policies());
        }
        return DecisionRecord.bytes(frame, question, decision);
    }
}
