package io.facegate.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer that waits for people, or did, without what stands in it.
 *
 * @param id of the decision whose answer it is
 * @param organisations whose call it was, and whom it was made for
 * @param required how many must approve
 * @param results how many it holds, or -1 where that has no meaning
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
        int results,
        List<Approval> approvals,
        @Nullable Rejection rejection) {
    public HeldResponse {
        organisations = List.copyOf(organisations);
        approvals = List.copyOf(approvals);
    }

    /** One person's yes. */
    public record Approval(String reviewer, Instant at) {}

    /** One person's no, which ends it. */
    public record Rejection(
            String reviewer, Instant at, @Nullable String reason) {}

    /** Where it stands. */
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

    /** The same, needing no fewer than so many. */
    HeldResponse requiring(int reviewers) {
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
