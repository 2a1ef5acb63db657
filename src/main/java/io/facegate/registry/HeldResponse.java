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
 * @param required number of approvals needed
 * @param results number of results; empty if not applicable
 */
public record HeldResponse(
        String id,
        List<String> organisations,
        String provider,
        String operation,
        @Nullable String purpose,
        Instant created,
        Instant expires,
        int required,
        OptionalInt results,
        List<Approval> approvals,
        @Nullable Rejection rejection) {
    public HeldResponse {
        organisations = List.copyOf(organisations);
        approvals = List.copyOf(approvals);
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
        if (rejection != null) {
            return State.REJECTED;
        }
        return approvals.size() >= required ? State.APPROVED : State.PENDING;
    }

    /** Returns a copy that needs at least that many approvals. */
    HeldResponse withReviewers(int reviewers) {
        return new HeldResponse(
                id,
                organisations,
                provider,
                operation,
                purpose,
                created,
                expires,
                Math.max(required, reviewers),
                results,
                approvals,
                rejection);
    }
}
