package io.facegate.policy.pdp;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.Optional;

/**
 * External policy decision point (PDP), asked only about calls that Facegate's own policies permit. It can object but
 * never permit more.
 */
public interface DecisionPoint {
    /**
     * Objection to a permitted call; empty if it agrees. Never throws: an unreachable decision point counts as an
     * objection.
     */
    Optional<Decision.Refuse> findObjection(Caller caller, FaceCall call, Instant now, Decision.Permit permit);

    /** No external decision point: never objects. */
    static DecisionPoint neverObjecting() {
        return (caller, call, now, permit) -> Optional.empty();
    }
}
