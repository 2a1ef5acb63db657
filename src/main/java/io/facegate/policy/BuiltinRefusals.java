package io.facegate.policy;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision.Grounds.RenderedGrounds;
import io.facegate.policy.language.Rule;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Built-in refusals that no pack needs to write and none can switch off. Their rule ids start with {@code facegate/}.
 */
public final class BuiltinRefusals {
    private static final String ROOM = "facegate/";
    private static final String APPEAL = "write to the operator of this gateway and quote the decision id.";

    private static final String NO_RULE_PERMITS = "no_rule_permits";
    private static final String POLICY_ERROR = "policy_error";
    private static final String AUTHORISATION_MISSING = "authorisation_missing";
    private static final String STOPPED = "stopped";
    private static final String AUTHORISATION_FAILED =
            "The authorisation of this use was rejected, or not filed or granted in time."
                    + " The use is stopped until two officers end that.";
    private static final String NOT_EVALUATED = "The policies could not be evaluated for this call.";

    private BuiltinRefusals() {}

    /** The sentence of a built-in rule, without what belongs to one call; null if there is no such rule. */
    public static @Nullable String sentence(String rule) {
        if (!rule.startsWith(ROOM)) {
            return null;
        }
        var code = rule.substring(ROOM.length());
        return switch (code) {
            case NO_RULE_PERMITS -> "No rule permits this.";
            case POLICY_ERROR -> NOT_EVALUATED;
            case AUTHORISATION_MISSING -> AUTHORISATION_FAILED;
            case STOPPED -> "Somebody stopped a capability, a vendor or everything at this gateway.";
            default ->
                Arrays.stream(PreconditionFailure.values())
                        .filter(one -> one.code().equals(code))
                        .map(PreconditionFailure::sentence)
                        .findFirst()
                        .orElse(null);
        };
    }

    static Decision preconditionFailed(PreconditionFailure doubt, Caller caller, String digest) {
        var refusal = refusal(doubt.code(), doubt.sentence()).withSentence(RegistrationDates.sentence(doubt, caller));
        return new Decision.Refuse(refusal, "doubt: " + doubt.code(), List.of(), digest);
    }

    /** Refusal of a request that no rule permits (default deny). */
    static RenderedGrounds noRulePermits(String clause) {
        return new RenderedGrounds(refusal(NO_RULE_PERMITS, "No rule permits this (" + clause + ")."), clause, clause);
    }

    /** Refusal of a use that a failed authorisation stopped. */
    public static Refusal authorisationMissing() {
        return refusal(AUTHORISATION_MISSING, AUTHORISATION_FAILED);
    }

    /**
     * Refusal of a call that a stop covers.
     *
     * @param what is stopped and since when, as a sentence
     */
    public static Refusal stopped(String what) {
        return new Refusal(
                STOPPED,
                ROOM + STOPPED,
                what,
                null,
                null,
                "write to the operator of this gateway and quote the decision id. Only its people can lift a stop.");
    }

    /** True for the refusal of a call that a stop covers. */
    public static boolean isStop(Refusal refusal) {
        return refusal.rule().equals(ROOM + STOPPED);
    }

    /** Refusal when policy evaluation failed. */
    public static Decision.Refuse evaluationFailed(String clause, String digest) {
        var refusal = refusal(POLICY_ERROR, NOT_EVALUATED);
        return new Decision.Refuse(refusal, clause, List.of(), digest);
    }

    /**
     * Builds the refusal that a rule returns to the caller.
     *
     * @param late the rule has passed its end and applies only until an operator has reviewed it
     */
    static Refusal refusal(Rule rule, boolean late) {
        var ruleText = rule.ruleText();
        var citation = ruleText.citation();
        var review = late
                ? new Refusal.Review(
                        List.of(), "the rule has reached its end, and an operator must decide what follows.")
                : ruleText.review();
        return new Refusal(
                late ? "lapse_review" : ruleText.code(),
                rule.id(),
                ruleText.text() == null ? rule.id() : ruleText.text(),
                citation == null ? null : citation.ref(),
                citation == null ? null : citation.checked().toString(),
                ruleText.appeal(),
                review);
    }

    /** Adds the unknown facts that made the rule apply; returns it unchanged if there are none. */
    static Refusal withUnknownFacts(Refusal refusal, String sentences) {
        return sentences.isEmpty()
                ? refusal
                : new Refusal(
                        refusal.code(),
                        refusal.rule(),
                        refusal.reason() + sentences,
                        refusal.citation(),
                        refusal.checked(),
                        refusal.appeal(),
                        refusal.review());
    }

    /** A built-in refusal that belongs to no pack. */
    public static Refusal refusal(String code, String reason) {
        return refusal(code, reason, null);
    }

    /** A built-in refusal that belongs to no pack, with the evidence that would change it. */
    public static Refusal refusal(String code, String reason, Refusal.@Nullable Review review) {
        return new Refusal(code, ROOM + code, reason, null, null, APPEAL, review);
    }
}
