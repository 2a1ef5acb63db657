package io.facegate.policy.language;

import io.facegate.call.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Texts of a rule for the caller.
 *
 * @param code stable code such as {@code moratorium}; empty unless the rule refuses
 * @param text reason in one sentence, or null
 * @param appeal how to appeal; empty unless the rule refuses
 * @param review evidence that would change the refusal, or null if it cannot be reviewed
 */
public record RuleText(
        String code,
        @Nullable String text,
        @Nullable Citation citation,
        String appeal,
        Refusal.@Nullable Review review) {
    /** No texts. */
    public static final RuleText NOTHING = new RuleText("", null, null, "", null);
}
