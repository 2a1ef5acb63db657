package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Outcome.Advice;
import io.facegate.call.Reply;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.ReviewQueue.Submission;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One permitted call within its obligations.
 *
 * @param sent the call as it is sent
 * @param advice what its caller is told besides the answer
 * @param submission what to hold its answer under, or null where nobody has to look at it
 * @param released the held answer that it is given, so that nothing is sent; or null
 */
record EnforcedCall(
        FaceCall sent,
        Obligations obligations,
        ObligationBinding terms,
        Advice advice,
        @Nullable Submission submission,
        @Nullable HeldResponse released)
        implements ObligationEnforcer.Result {
    /** What of it stands in the record. */
    Undertaking undertaking() {
        Instant due = advice.authorisationDue();
        return new Undertaking(sent, due, released == null ? null : released.id());
    }

    /** The reply as it may be given; where nothing is obliged, a wire may still hold it to what was cleared. */
    Reply sift(Reply reply) {
        return obligations.isEmpty() && !terms.tellsUnasked() ? reply : terms.sift(sent, reply, obligations);
    }

    /** Whether people have to look at this reply before it is given; an error tells nothing of anybody. */
    boolean isHeld(Reply reply) {
        boolean error =
                reply instanceof Reply.Failed || (reply instanceof Reply.Verbatim verbatim && verbatim.error() != null);
        return submission != null && !error;
    }
}
