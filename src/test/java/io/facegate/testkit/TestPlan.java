package io.facegate.testkit;

import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.time.Instant;
import java.util.List;

/** What providers plan for a call. */
public final class TestPlan {
    private TestPlan() {}

    /** Returns the call to judge, on its first way. */
    public static FaceCall prepared(Provider provider, Caller caller, FaceCall call) {
        return provider.plan(caller, call).ways().getFirst().prepareForDecision(call);
    }

    public static PreconditionFailure failure(Provider provider, Caller caller, FaceCall call) {
        return prepared(provider, caller, call).preconditionFailure();
    }

    /** Returns the calls that may be sent, in order of preference. */
    public static List<FaceCall> calls(Provider provider, Caller caller, FaceCall call) {
        return provider.plan(caller, call).ways().stream()
                .map(PlannedCall::call)
                .toList();
    }

    public static Instant ownedSince(Provider provider, Caller caller, FaceCall call) {
        return provider.plan(caller, call).ownedSince();
    }
}
