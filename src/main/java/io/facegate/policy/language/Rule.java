package io.facegate.policy.language;

import io.facegate.policy.condition.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One rule, read and checked.
 *
 * @param id {@code pack/rule}
 * @param when the residual condition, or null
 */
public record Rule(
        String id,
        Effect effect,
        Match match,
        Window window,
        @Nullable Condition when) {
    public boolean refuses() {
        return effect instanceof Effect.Refuse;
    }
}
