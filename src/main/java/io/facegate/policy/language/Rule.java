package io.facegate.policy.language;

import io.facegate.call.Obligations;
import io.facegate.policy.condition.Condition;
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
        Match match,
        List<Match> unless,
        Validity validity,
        @Nullable Condition when,
        Mode mode,
        Saying saying,
        Obligations obligations) {
    public Rule {
        unless = List.copyOf(unless);
    }

    /** A rule that is always in force and asks for nothing. */
    public static Rule of(String id, Effect effect, Match match) {
        return new Rule(
                id, effect, match, List.of(), Validity.ALWAYS, null, Mode.ENFORCE, Saying.NOTHING, Obligations.NONE);
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
