package io.facegate.policy.language;

/**
 * An operator's decision that a disputed rule shall not hold as disputed, with the reason.
 *
 * @param rule {@code pack/rule}
 * @param by who decided
 * @param on since when, in milliseconds of the epoch
 * @param until the first moment at which it no longer holds, or {@link Long#MAX_VALUE}
 */
public record DisputeOverride(String rule, String by, String reason, long on, long until) {
    /** True where it holds now, as far as was known then. */
    public boolean holds(long now, long known) {
        return on <= known && on <= now && now < until;
    }
}
