package io.facegate.policy.pdp;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody else who decides after us. It is asked about what our own policies permit, and all it can say is why that
 * must not go on: whatever it answers, no more is permitted than without it.
 */
public interface DecisionPoint {
    /** Why a call that is permitted here must not go on. Never throws: a decision point that cannot be asked objects. */
    Optional<Decision.Refuse> objection(Caller caller, FaceCall call, Instant now, Decision.Permit permit);

    /** Nobody else. */
    static DecisionPoint none() {
        return (caller, call, now, permit) -> Optional.empty();
    }
}
