package io.facegate.policy.language;

/**
 * Operator override of a disputed rule, with the reason.
 *
 * @param rule {@code pack/rule}
 * @param by who decided
 * @param on start of the override, in milliseconds of the epoch
 * @param until first moment after the override, or {@link Long#MAX_VALUE}
 */
public record DisputeOverride(String rule, String by, String reason, long on, long until) {
    /** True if the override is in force now, as known at the given time. */
    public boolean holds(long now, long known) {
        return on <= known && on <= now && now < until;
    }
}
