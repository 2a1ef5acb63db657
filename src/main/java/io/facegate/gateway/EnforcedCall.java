package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
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
 * A permitted call, rewritten to meet its obligations.
 *
 * @param sent the call to send
 * @param advice what the caller is told besides the answer
 * @param submission the review submission under which its answer is held, or null if no review is required
 * @param released the approved held response to return instead of sending, or null
 */
record EnforcedCall(
        FaceCall sent,
        Obligations obligations,
        ObligationBinding binding,
        Advice advice,
        @Nullable Submission submission,
        @Nullable HeldResponse released)
        implements ObligationEnforcer.Result {
    /** What was not judged is not sent, whatever rewrote the call. */
    EnforcedCall {
        sent = sent.withRequest(sent.request().within(sent.facts().capabilities()));
    }

    /** The part of it that is recorded. */
    Undertaking undertaking() {
        Instant due = advice.authorisationDue();
        return new Undertaking(sent, due, released == null ? null : released.id());
    }

    /** False if nothing is sent: a held answer is released, or the request has a mistake. */
    boolean isSent() {
        return released == null && !(sent.request() instanceof NormalizedRequest.Flawed);
    }

    /** Filters the reply; even without obligations, its API may restrict it to the permitted capabilities. */
    Reply filterReply(Reply reply) {
        return obligations.isEmpty() && !binding.returnsUnrequested()
                ? reply
                : binding.filterReply(sent, reply, obligations);
    }

    /** True if this reply must be reviewed before release; errors need no review. */
    boolean isHeld(Reply reply) {
        boolean error =
                reply instanceof Reply.Failed || (reply instanceof Reply.Verbatim verbatim && verbatim.error() != null);
        return submission != null && !error;
    }
}
