package io.facegate.registry;

import io.facegate.call.FaceCall;
import io.facegate.call.ObligationBinding.Exhibit;
import io.facegate.identity.Caller;
import java.time.Instant;
import java.util.Optional;

/** What the gate keeps between calls: answers that wait for people, and when the use in a case began. */
public interface ReviewQueue {
    /** The answer that is held for the same request of the same caller. */
    Optional<HeldResponse> find(Submission submission);

    /** Whether one more answer can be held. */
    boolean hasRoom(Submission submission);

    /**
     * Holds an answer.
     *
     * @param decision the id of its decision
     * @return what is held now for that request: an earlier answer, where there is one
     */
    HeldResponse hold(String decision, Submission submission, Exhibit answer);

    /** An approved answer as it was held. */
    byte[] release(HeldResponse held);

    /** When the caller's first call in the case that this one names was made; now, where this is the first. */
    Instant began(Caller caller, Instant now);

    /**
     * One call whose answer must be looked at.
     *
     * @param reviewers how many people must approve
     */
    record Submission(Caller caller, FaceCall asked, int reviewers, Instant now) {}
}
