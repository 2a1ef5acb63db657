package io.facegate.ledger.replay;

import io.facegate.call.BuildInfo;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.DecisionRecord.Frame;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Failures whose caller is told more than the record holds: dates of a registration, earlier refusals, a mistake. */
    private static final Set<String> WITH_MORE = Stream.concat(
                    Stream.of(
                            PreconditionFailure.VERIFICATION_EXPIRED,
                            PreconditionFailure.PURPOSE_EXPIRED,
                            PreconditionFailure.PURPOSE_NOT_YET_VALID,
                            PreconditionFailure.TRIED_ELSEWHERE),
                    Arrays.stream(PreconditionFailure.values()).filter(PreconditionFailure::isMistake))
            .map(PreconditionFailure::code)
            .collect(Collectors.toUnmodifiableSet());

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

    /**
     * The refusal that the caller got, word for word, or null if that is not certain: these policies must give the same
     * record again, and words that are not the rule's own must be of the same build. Sentences that were added for the
     * caller are not in it: the nearest change, and whom to write to.
     *
     * @param record the record's bytes
     */
    public @Nullable Refusal toldRefusal(PolicyHistory.ArchivedSet.Available rules, byte[] record) {
        // Where several providers were tried, the caller got the fault of the first, not a later refusal.
        if (verdict.permits()
                || question.call().route() != null
                || isRefusedAfterPolicies()
                || WITH_MORE.contains(failure())
                || !Arrays.equals(reproduce(rules.policies()), record)
                || !(decide(rules.policies()) instanceof Decision.Refuse refuse)) {
            return null;
        }
        var told = refuse.refusal();
        boolean isOfTheRule = rules.policySet().rules().stream()
                .anyMatch(rule -> rule.id().equals(told.rule())
                        && told.reason().equals(rule.ruleText().text()));
        return isOfTheRule || isOfThisBuild() ? told : null;
    }

    /** A build without a commit, or with changes beside it, may be any. */
    private boolean isOfThisBuild() {
        return frame.build().equals(BuildInfo.VERSION) && BuildInfo.VERSION.matches(".*\\+[0-9a-f]{7,40}");
    }

    private String failure() {
        var failure = question.caller().preconditionFailure();
        return failure == null ? "" : failure.code();
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
