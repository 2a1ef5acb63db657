package io.facegate.policy.language;

import io.facegate.call.Obligations;
import io.facegate.policy.condition.CelCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A validated policy rule.
 *
 * @param id {@code pack/rule}
 * @param unless exceptions: the rule does not fire if any of them surely holds
 * @param when residual condition, or null
 * @param obligations obligations of a permit or oblige rule
 */
public record Rule(
        String id,
        Effect effect,
        MatchCondition match,
        List<MatchCondition> unless,
        Validity validity,
        @Nullable CelCondition when,
        RuleMode mode,
        RuleText ruleText,
        Obligations obligations) {
    public Rule {
        unless = List.copyOf(unless);
    }

    /** A rule without obligations that is always in force. */
    public static Rule of(String id, Effect effect, MatchCondition match) {
        return new Rule(
                id,
                effect,
                match,
                List.of(),
                Validity.ALWAYS,
                null,
                RuleMode.ENFORCE,
                RuleText.NOTHING,
                Obligations.NONE);
    }

    public boolean refuses() {
        return effect == Effect.REFUSE;
    }

    public boolean permits() {
        return effect == Effect.PERMIT;
    }

    /** Id of its pack. */
    public String pack() {
        return id.substring(0, id.indexOf('/'));
    }
}
