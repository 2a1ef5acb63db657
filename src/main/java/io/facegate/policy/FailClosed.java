package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.index.Builtin;
import java.time.Instant;

/** Policies that refuse whatever they cannot evaluate; the one place of the core that catches everything. */
record FailClosed(Policies policies) implements Policies {
    @Override
    public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
        try {
            return policies.decide(caller, call, now, known);
        } catch (RuntimeException | StackOverflowError error) {
            return Builtin.failed("error: " + error.getClass().getSimpleName(), policies.digest());
        }
    }

    @Override
    public String digest() {
        return policies.digest();
    }
}
