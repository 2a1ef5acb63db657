package io.facegate.gateway;

import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.clock.LedgerClock.Reading;
import io.facegate.policy.Decision;
import io.facegate.policy.pdp.DecisionPoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can turn a permit of the policies into a refusal.
 *
 * @param point an external decision point, or null
 * @param clock compares the machine's clock with the ledger, or null
 * @param stops what is stopped
 */
record DecisionChecks(
        @Nullable DecisionPoint point, @Nullable ClockCheck clock, StopCheck stops) {
    /** Nothing is checked. */
    static final DecisionChecks NONE = new DecisionChecks(null, null, StopCheck.NONE);

    DecisionChecks with(DecisionPoint other) {
        return new DecisionChecks(other, clock, stops);
    }

    DecisionChecks with(ClockCheck other) {
        return new DecisionChecks(point, other, stops);
    }

    DecisionChecks with(StopCheck other) {
        return new DecisionChecks(point, clock, other);
    }

    /** The state of the clock, read once for a decision; null if nobody checks it. */
    @Nullable
    Reading read() {
        return clock == null ? null : clock.read();
    }

    /** The earlier time at which a permit must hold too, or null. */
    static @Nullable Instant earlierPermitTime(@Nullable Reading reading) {
        return reading == null ? null : ClockCheck.earlierPermitTime(reading);
    }

    /** The objection to a permit: a stop covers the call, or the decision point refuses it. Null if there is none. */
    Decision.@Nullable Refuse findObjection(Question question, Decision.Permit permit) {
        var stopped = stops.refuse(question.call(), permit);
        return stopped != null || point == null
                ? stopped
                : point.findObjection(question.caller(), question.call(), question.now(), permit)
                        .orElse(null);
    }
}
