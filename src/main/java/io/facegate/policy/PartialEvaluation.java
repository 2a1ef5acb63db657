package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.policy.PolicyEngine.DecidedCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the policies say about one call while some of its facts are unknown: the decision, and which unknown facts could
 * change it. {@link #withCall} and {@link #withConfirmedTime} complete it with what was established. Each capability is
 * evaluated at most once, however often the assessment is completed.
 */
public final class PartialEvaluation {
    private final VendorDecisions decisions;
    private final FaceCall call;
    private final @Nullable Instant earlier;
    private @Nullable DecidedCall judged;

    PartialEvaluation(PolicyEngine policies, Caller caller, FaceCall call, Instant now) {
        this(new VendorDecisions(policies, caller, now), call, null);
    }

    private PartialEvaluation(VendorDecisions decisions, FaceCall call, @Nullable Instant earlier) {
        this.decisions = decisions;
        this.call = call;
        this.earlier = earlier;
    }

    /** The call, with what is known of it so far. */
    public FaceCall call() {
        return call;
    }

    /**
     * Completes the assessment.
     *
     * @param completed the call, with other capabilities or a precondition failure
     */
    public PartialEvaluation withCall(FaceCall completed) {
        return new PartialEvaluation(decisions, completed, earlier);
    }

    /** Completes the assessment with a clock that nobody confirmed since that time. */
    public PartialEvaluation withConfirmedTime(Instant confirmed) {
        return new PartialEvaluation(decisions, call, confirmed);
    }

    /**
     * The decision on the call as it is known. If a crowd is not counted, its faces are several. If the decision at the
     * time of a confirmed clock is another, a permit is refused.
     */
    public DecidedCall decide() {
        var found = judged;
        if (found == null) {
            found = decide(call);
            judged = found;
        }
        return found;
    }

    /** The decision with all unknown conditions resolved in the caller's favour. */
    public Decision decideFavourably() {
        return decisions.decideFavourably(call);
    }

    /** True if the decision depends on how many faces its crowd holds. */
    public boolean dependsOnFaceCount() {
        return call.facts().crowd() != null && differ(call.withFaceCount(false), call.withFaceCount(true));
    }

    /** True if the decision would be another if this call and earlier ones amounted to that capability. */
    public boolean dependsOnAggregation(Capability together) {
        return !call.facts().capabilities().contains(together)
                && differ(call, call.withFacts(call.facts().withCapability(together)));
    }

    /** True if the call is refused, but might be permitted if its pictures were known. */
    public boolean dependsOnPictures() {
        return decide().decision() instanceof Decision.Refuse && decideFavourably() instanceof Decision.Permit;
    }

    private boolean differ(FaceCall one, FaceCall other) {
        return !isSame(decide(one).decision(), decide(other).decision());
    }

    private static boolean isSame(Decision one, Decision other) {
        return one instanceof Decision.Permit permit
                ? other instanceof Decision.Permit also && permit.obligations().equals(also.obligations())
                : other instanceof Decision.Refuse;
    }

    private DecidedCall decide(FaceCall completed) {
        var now = decisions.decideForVendors(completed);
        boolean isUnconfirmed = now.decision() instanceof Decision.Permit
                && earlier != null
                && !isSame(decisions.decideForVendors(completed, earlier).decision(), now.decision());
        return isUnconfirmed
                ? decisions.decideForVendors(completed.withPreconditionFailure(PreconditionFailure.CLOCK_UNCONFIRMED))
                : now;
    }
}
