package io.facegate.usecase.reconcile;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A period of time.
 *
 * @param from inclusive start, or null
 * @param until exclusive end, or null
 */
public record Period(@Nullable Instant from, @Nullable Instant until) {
    /** How much earlier than its decision the vendor's clock may say that a call was. */
    static final Duration EARLIER = Duration.ofMinutes(5);

    /** How much later than its decision a call may be in the trail: retries, and clocks that differ. */
    static final Duration LATER = Duration.ofMinutes(15);

    boolean contains(Instant time) {
        return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
    }

    /** True if the period begins after that time. */
    boolean isAfter(Instant time) {
        return from != null && time.isBefore(from);
    }

    /** The period with room for the decisions of its calls. */
    Period widened() {
        return new Period(from == null ? null : from.minus(LATER), until == null ? null : until.plus(EARLIER));
    }

    /** True if a call of that time may be one of a decision. */
    static boolean isNear(Instant call, long decisionMillis) {
        long late = call.toEpochMilli() - decisionMillis;
        return late >= -EARLIER.toMillis() && late <= LATER.toMillis();
    }
}
