package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.identity.Caller;
import java.time.Instant;
import java.util.function.Supplier;

/** Fail-closed wrapper: refuses calls that cannot be evaluated. The only place in the core that catches everything. */
final class FailClosedPolicies implements Policies {
    private final Policies policies;

    FailClosedPolicies(Policies policies) {
        this.policies = policies;
    }

    @Override
    public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
        return closed(() -> policies.decide(caller, call, now, known));
    }

    @Override
    public Decision mildest(Caller caller, FaceCall call, Instant now) {
        return closed(() -> policies.mildest(caller, call, now));
    }

    @Override
    public CapabilityDecisions decisions(Caller caller, FaceCall call, Instant now) {
        try {
            return new FailClosedDecisions(policies.decisions(caller, call, now));
        } catch (RuntimeException | Error error) {
            FatalErrors.rethrow(error);
            return new CapabilityDecisions.Repeated(this, caller, now);
        }
    }

    /** Refuses what cannot be evaluated. */
    private final class FailClosedDecisions implements CapabilityDecisions {
        private final CapabilityDecisions decisions;

        FailClosedDecisions(CapabilityDecisions decisions) {
            this.decisions = decisions;
        }

        @Override
        public Decision decide(FaceCall call) {
            return closed(() -> decisions.decide(call));
        }

        @Override
        public Decision mildest(FaceCall call) {
            return closed(() -> decisions.mildest(call));
        }
    }

    private Decision closed(Supplier<Decision> deciding) {
        try {
            return deciding.get();
        } catch (RuntimeException | Error error) {
            FatalErrors.rethrow(error);
            return BuiltinRefusals.failed("error: " + error.getClass().getSimpleName(), policies.digest());
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
