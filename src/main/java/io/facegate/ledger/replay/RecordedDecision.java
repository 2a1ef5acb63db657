package io.facegate.ledger.replay;

import io.facegate.call.Refusal;
import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.DecisionRecord.Frame;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A judgement as its record tells it.
 *
 * @param frame what was not judged
 * @param question what was judged
 * @param policies the digest of the policies that judged
 * @param verdict what came of it
 */
public record RecordedDecision(Frame frame, Question question, String policies, Verdict verdict) {
    private static final Set<String> OWN = Set.of("no_rule_permits", "policy_error");
    private static final String BUILT_IN = "facegate/";

    /**
     * What came of a judgement.
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

    /** True where something that comes after the policies refused what they permit, such as an external decision point. */
    public boolean beyond() {
        var refusal = verdict.refusal;
        return refusal != null
                && verdict.rule.startsWith(BUILT_IN)
                && !OWN.contains(refusal.code())
                && !verdict.clause.startsWith("doubt: ");
    }

    /** What these policies decide of it. */
    public Decision judge(Policies judging) {
        return judging.judge(question.caller(), question.call(), question.now()).decision();
    }

    /** The bytes that its record has if these policies are those that judged it. */
    byte[] again(Policies judging) {
        var decision = judge(judging);
        if (beyond() && verdict.refusal != null && decision instanceof Decision.Permit permit) {
            decision = new Decision.Refuse(
                    verdict.refusal, verdict.clause, verdict.fact, permit.matched(), permit.noted(), permit.policies());
        }
        return DecisionRecord.bytes(frame, question, decision);
    }
}
