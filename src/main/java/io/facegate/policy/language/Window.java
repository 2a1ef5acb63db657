package io.facegate.policy.language;

/**
 * When a rule holds: half-open, in milliseconds of the epoch.
 *
 * @param from the first instant inside, or {@link Long#MIN_VALUE}
 * @param until the first instant outside, or {@link Long#MAX_VALUE}
 */
public record Window(long from, long until) {
    public static final Window ALWAYS = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean holds(long now) {
        return from <= now && now < until;
    }
}
