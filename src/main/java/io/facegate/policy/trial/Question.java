package io.facegate.policy.trial;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
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
 * @param now when it is made
 */
public record Question(
        Party caller,
        List<Party> principals,
        @Nullable String purpose,
        String provider,
        String operation,
        Set<Capability> capabilities,
        Set<FaceCall.Reference> references,
        @Nullable String gallery,
        @Nullable Double threshold,
        Instant now) {
    public Question {
        principals = List.copyOf(principals);
        capabilities = Set.copyOf(capabilities);
        references = Set.copyOf(references);
    }

    /** What the policies decide, by the same engine that judges real calls. */
    public Decision ask(Policies policies) {
        var organisation = caller.organisation();
        var acting = new Caller(
                organisation,
                principals.stream().map(Party::organisation).toList(),
                purpose,
                organisation.jurisdictions(),
                "sigv4",
                "question",
                null);
        var facts = new FaceCall.Facts(capabilities, Set.of(), null, gallery, references, threshold);
        var call = new FaceCall(provider, operation, facts, new Ask.Particular("a question"), Map.of(), null);
        return policies.decide(acting, call, now);
    }
}
