package io.facegate.registry;

import io.facegate.call.FaceCall;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.identity.Caller;
import java.time.Instant;
import java.util.Optional;

/** State kept between calls: responses held for review, and the first use of each case. */
public interface ReviewQueue {
    /** Returns the response held for the same request of the same caller. */
    Optional<HeldResponse> find(Submission submission);

    /** True if another response can be held. */
    boolean hasRoom(Submission submission);

    /**
     * Holds a response.
     *
     * @param decision id of its decision
     * @return the response now held for that request; an earlier one if it exists
     */
    HeldResponse hold(String decision, Submission submission, ReviewCopy answer);

    /** Returns the content of an approved response. */
    byte[] release(HeldResponse held);

    /** Returns when the caller's first call in the named case was made; {@code now} if this is the first. */
    Instant firstUse(Caller caller, Instant now);

    /** What is known of the authorisation after the fact that calls like this one need. */
    default UseState useState(Caller caller) {
        return UseState.OPEN;
    }

    /** State of the uses that need an authorisation after the fact. */
    enum UseState {
        /** Nothing stops them. */
        OPEN,
        /** An authorisation was rejected or its time ran out, and a rule says that the use stops. */
        STOPPED,
        /** It cannot be told now. */
        UNKNOWN
    }

    /**
     * A call whose response must be reviewed.
     *
     * @param reviewers number of approvals needed
     */
    record Submission(Caller caller, FaceCall call, int reviewers, Instant now) {}
}
