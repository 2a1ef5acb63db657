package io.facegate.policy.testing;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call that could be made, in the words of the policies.
 *
 * @param principals those the caller acts for, nearest first
 * @param context what is attested about the call
 * @param now when it is made
 * @param known amendments that became known later are not heard
 */
public record TestQuestion(
        TestParty caller,
        List<TestParty> principals,
        @Nullable String purpose,
        String provider,
        String operation,
        Set<Capability> capabilities,
        Set<FaceCall.Reference> references,
        @Nullable Double threshold,
        AttestedContext context,
        Instant now,
        Instant known) {
    public TestQuestion {
        principals = List.copyOf(principals);
        capabilities = Set.copyOf(capabilities);
        references = Set.copyOf(references);
    }

    /** What the policies decide, by the same engine that judges real calls. */
    public Decision ask(Policies policies) {
        return policies.decide(asking(), call(), now, known);
    }

    /** Who asks. */
    public Caller asking() {
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

    /** What is asked. */
    public FaceCall call() {
        var facts = new FaceCall.Facts(capabilities, Set.of(), null, null, references, threshold);
        return new FaceCall(provider, operation, facts, new NormalizedRequest.Particular("a question"), Map.of(), null);
    }
}
