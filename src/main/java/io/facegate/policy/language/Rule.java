package io.facegate.policy.language;

import io.facegate.call.Obligations;
import io.facegate.policy.condition.CelCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule, read and checked.
 *
 * @param id {@code pack/rule}
 * @param unless exceptions: the rule does not fire where any of them surely holds
 * @param when the residual condition, or null
 * @param obligations what a permit or an oblige asks
 */
public record Rule(
        String id,
        Effect effect,
        MatchCondition match,
        List<MatchCondition> unless,
        Validity validity,
        @Nullable CelCondition when,
        RuleMode mode,
        RuleText saying,
        Obligations obligations) {
    public Rule {
        unless = List.copyOf(unless);
    }

    /** A rule that is always in force and asks for nothing. */
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

    /** The pack that it stands in. */
    public String pack() {
        return id.substring(0, id.indexOf('/'));
    }
}
