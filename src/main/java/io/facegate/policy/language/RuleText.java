package io.facegate.policy.language;

import io.facegate.call.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says for itself.
 *
 * @param code stable, such as {@code moratorium}; empty where the rule refuses nothing
 * @param text why, in one sentence to the caller, or null
 * @param appeal how to appeal; empty where the rule refuses nothing
 * @param review what would change a refusal that can be reviewed, or null
 */
public record RuleText(
        String code,
        @Nullable String text,
        @Nullable Citation citation,
        String appeal,
        Refusal.@Nullable Review review) {
    /** Says nothing. */
    public static final RuleText NOTHING = new RuleText("", null, null, "", null);
}
