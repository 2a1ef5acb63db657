package io.facegate.registry;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A response held for human review, without its content.
 *
 * @param id of its decision
 * @param organisations the calling organisation and its principals
 * @param results number of results; empty if not applicable
 */
public record HeldResponse(
        String id,
        List<String> organisations,
        AnsweredCall call,
        Instant created,
        Instant expires,
        OptionalInt results,
        Review review) {
    public HeldResponse {
        organisations = List.copyOf(organisations);
    }

    /** The call that it answers. */
    public record AnsweredCall(
            String provider, String operation, @Nullable String purpose) {}

    /**
     * What people decided of it so far.
     *
     * @param required number of approvals needed
     */
    public record Review(
            int required,
            List<Approval> approvals,
            @Nullable Rejection rejection) {
        public Review {
            approvals = List.copyOf(approvals);
        }
    }

    /** Approval by one person. */
    public record Approval(String reviewer, Instant approvedAt) {}

    /** Rejection by one person, which ends the review. */
    public record Rejection(
            String reviewer, Instant rejectedAt, @Nullable String reason) {}

    /** State of the review. */
    public enum State {
        PENDING,
        APPROVED,
        REJECTED
    }

    public State state() {
        if (review.rejection != null) {
            return State.REJECTED;
        }
        return review.approvals.size() >= review.required ? State.APPROVED : State.PENDING;
    }

    /** Returns a copy that needs at least that many approvals. */
    HeldResponse withReviewers(int reviewers) {
        var raised = new Review(Math.max(review.required, reviewers), review.approvals, review.rejection);
        return new HeldResponse(id, organisations, call, created, expires, results, raised);
    }
}
