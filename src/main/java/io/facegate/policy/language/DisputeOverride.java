package io.facegate.policy.language;

/**
 * Operator override of a disputed rule, with the reason.
 *
 * @param rule {@code pack/rule}
 * @param decidedBy who decided
 * @param from start of the override, in milliseconds of the epoch
 * @param until first moment after the override, or {@link Long#MAX_VALUE}
 */
public record DisputeOverride(String rule, String decidedBy, String reason, long from, long until) {
    /** True if the override is in force now, as known at the given time. */
    public boolean isInForce(long now, long known) {
        return from <= known && from <= now && now < until;
    }
}
