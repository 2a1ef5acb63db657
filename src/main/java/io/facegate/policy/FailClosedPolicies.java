package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.NearestChange;
import io.facegate.identity.Caller;
import io.facegate.policy.vocabulary.Attribute;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fail-closed wrapper: refuses calls that cannot be evaluated. The only place in the core that catches everything. */
final class FailClosedPolicies implements PolicyEngine {
    private final PolicyEngine policies;

    FailClosedPolicies(PolicyEngine policies) {
        this.policies = policies;
    }

    @Override
    public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
        return failClosed(() -> policies.decide(caller, call, now, known));
    }

    @Override
    public Decision decideFavourably(Caller caller, FaceCall call, Instant now) {
        return failClosed(() -> policies.decideFavourably(caller, call, now));
    }

    @Override
    public DecisionBounds decideBounds(Caller caller, FaceCall call, OpenFacts open, Instant now) {
        try {
            return policies.decideBounds(caller, call, open, now);
        } catch (RuntimeException | Error error) {
            FatalErrors.rethrow(error);
            return PolicyEngine.super.decideBounds(caller, call, open, now);
        }
    }

    @Override
    public boolean reads(Set<Attribute> attributes) {
        return policies.reads(attributes);
    }

    @Override
    public @Nullable Instant nextChange(Caller caller, FaceCall call, Instant after) {
        return policies.nextChange(caller, call, after);
    }

    @Override
    public CapabilityDecider decisions(Caller caller, FaceCall call, Instant now) {
        try {
            return new FailClosedDecisions(policies.decisions(caller, call, now));
        } catch (RuntimeException | Error error) {
            FatalErrors.rethrow(error);
            return new CapabilityDecider.WholeCallDecider(this, caller, now);
        }
    }

    @Override
    public @Nullable NearestChange findNearestChange(Caller caller, FaceCall call, Instant now) {
        try {
            return policies.findNearestChange(caller, call, now);
        } catch (RuntimeException | Error error) {
            FatalErrors.rethrow(error);
            return null;
        }
    }

    /** Refuses what cannot be evaluated. */
    private final class FailClosedDecisions implements CapabilityDecider {
        private final CapabilityDecider decisions;

        FailClosedDecisions(CapabilityDecider decisions) {
            this.decisions = decisions;
        }

        @Override
        public Decision decide(FaceCall call) {
            return failClosed(() -> decisions.decide(call));
        }

        @Override
        public Decision decideFavourably(FaceCall call) {
            return failClosed(() -> decisions.decideFavourably(call));
        }
    }

    private Decision failClosed(Supplier<Decision> deciding) {
        try {
            return deciding.get();
        } catch (RuntimeException | Error error) {
            FatalErrors.rethrow(error);
            return BuiltinRefusals.evaluationFailed("error: " + error.getClass().getSimpleName(), policies.digest());
        }
    }

    @Override
    public boolean changesBetween(Instant after, Instant until) {
        return policies.changesBetween(after, until);
    }

    @Override
    public String digest() {
        return policies.digest();
    }
}
