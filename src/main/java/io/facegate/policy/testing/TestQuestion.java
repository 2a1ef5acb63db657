package io.facegate.policy.testing;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A possible call, in policy words.
 *
 * @param principals organisations that the caller acts for, nearest first
 * @param context attested facts of the call
 * @param now time of the call
 * @param known amendments that became known later are ignored
 */
public record TestQuestion(
        TestParty caller,
        List<TestParty> principals,
        @Nullable String purpose,
        RequestedOperation requested,
        AttestedContext context,
        Instant now,
        Instant known) {
    public TestQuestion {
        principals = List.copyOf(principals);
    }

    /**
     * What the call asks for.
     *
     * @param name the operation's
     */
    public record RequestedOperation(
            String provider,
            String name,
            Set<Capability> capabilities,
            Set<FaceCall.Reference> references,
            @Nullable Double threshold) {
        public RequestedOperation {
            capabilities = Set.copyOf(capabilities);
            references = Set.copyOf(references);
        }
    }

    /** Decides the call with the engine that decides real calls. */
    public Decision decide(PolicyEngine policies) {
        return policies.decide(toCaller(), call(), now, known);
    }

    /** The caller. */
    public Caller toCaller() {
        return new Caller(
                caller.organisation(),
                principals.stream().map(TestParty::organisation).toList(),
                purpose,
                caller.jurisdictions(),
                context,
                "sigv4",
                "question",
                null);
    }

    /** The call. */
    public FaceCall call() {
        var facts = FaceCall.Facts.of(requested.capabilities)
                .referringTo(requested.references)
                .withThreshold(requested.threshold);
        return new FaceCall(
                requested.provider,
                requested.name,
                facts,
                new NormalizedRequest.VendorSpecific("a question"),
                Map.of(),
                null);
    }
}
