package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.time.Instant;

/** Decisions on one call at one time, with whichever of its capabilities turn out to be needed. */
public interface CapabilityDecider {
    /**
     * As {@link PolicyEngine#decide(Caller, FaceCall, Instant)}.
     *
     * @param call the same call, with other capabilities or a precondition failure
     */
    Decision decide(FaceCall call);

    /** As {@link PolicyEngine#decideFavourably}. */
    Decision decideFavourably(FaceCall call);

    /** The decisions of policies that evaluate all capabilities of a call at once, each time. */
    record WholeCallDecider(PolicyEngine policies, Caller caller, Instant now) implements CapabilityDecider {
        @Override
        public Decision decide(FaceCall call) {
            return policies.decide(caller, call, now);
        }

        @Override
        public Decision decideFavourably(FaceCall call) {
            return policies.decideFavourably(caller, call, now);
        }
    }
}
