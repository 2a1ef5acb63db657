package io.facegate.policy;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.policy.Decision.Grounds.Stated;
import io.facegate.policy.language.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The refusals that no pack needs to write and none can switch off; their rules are called {@code facegate/...}. */
public final class BuiltinRefusals {
    private static final String ROOM = "facegate/";
    private static final String APPEAL =
            "write to the operator of this gateway and quote the decision id; what is missing or wrong can be put"
                    + " right.";

    private static final String PLACE_UNKNOWN =
            " This decided: the place of the caller, or of whom it acts for, is not known; the operator can register it"
                    + " (facegate org change ID --jurisdiction PLACE).";

    private BuiltinRefusals() {}

    static Decision doubted(PreconditionFailure doubt, String digest) {
        var refusal = refusal(doubt.code(), doubt.sentence());
        return new Decision.Refuse(refusal, "doubt: " + doubt.code(), List.of(), digest);
    }

    /** What no rule permits. */
    static Stated unpermitted(String clause) {
        return new Stated(refusal("no_rule_permits", "No rule permits this (" + clause + ")."), clause, clause);
    }

    /** The policies could not be evaluated. */
    public static Decision.Refuse failed(String clause, String digest) {
        var refusal = refusal("policy_error", "The policies could not be evaluated for this call.");
        return new Decision.Refuse(refusal, clause, List.of(), digest);
    }

    /**
     * What a rule's refusal tells the caller.
     *
     * @param late its last moment is over, and it goes on only until somebody has reviewed it
     */
    static Refusal refusal(Rule rule, boolean late) {
        var saying = rule.saying();
        var citation = saying.citation();
        var review = late
                ? new Refusal.Review(List.of(), "the rule's end has come, and an operator has to say what follows.")
                : saying.review();
        return new Refusal(
                late ? "lapse_review" : saying.code(),
                rule.id(),
                saying.text() == null ? rule.id() : saying.text(),
                citation == null ? null : citation.ref(),
                citation == null ? null : citation.checked().toString(),
                saying.appeal(),
                review);
    }

    /** A rule's refusal of a call whose place is not known, so that the rule may apply. */
    static Refusal withoutPlace(Refusal refusal) {
        return new Refusal(
                refusal.code(),
                refusal.rule(),
                refusal.reason() + PLACE_UNKNOWN,
                refusal.citation(),
                refusal.checked(),
                refusal.appeal(),
                refusal.review());
    }

    /** A refusal that stands in no pack. */
    public static Refusal refusal(String code, String reason) {
        return refusal(code, reason, null);
    }

    /** A refusal that stands in no pack, and what would change it. */
    public static Refusal refusal(String code, String reason, Refusal.@Nullable Review review) {
        return new Refusal(code, ROOM + code, reason, null, null, APPEAL, review);
    }
}
