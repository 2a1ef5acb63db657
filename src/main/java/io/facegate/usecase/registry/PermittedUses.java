package io.facegate.usecase.registry;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.DeclarationReader;
import io.facegate.identity.Organisation;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.vocabulary.WordList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What policies permit to an organisation that calls for itself, without evidence. */
public final class PermittedUses {
    private PermittedUses() {}

    /**
     * A capability for a purpose.
     *
     * @param providers policy words of the vendors at which it is permitted; at least one
     */
    public record PermittedUse(String purpose, Capability capability, List<String> providers) {
        public PermittedUse {
            providers = List.copyOf(providers);
        }
    }

    /** All of them, by purpose; none if the organisation's calls are refused whatever they ask. */
    public static List<PermittedUse> of(PolicyEngine policies, Organisation caller, Instant now) {
        var all = new ArrayList<PermittedUse>();
        for (var purpose : caller.purposes().stream().sorted().toList()) {
            for (var capability : Capability.values()) {
                var providers = providers(policies, caller, purpose, capability, now);
                if (!providers.isEmpty()) {
                    all.add(new PermittedUse(purpose, capability, providers));
                }
            }
        }
        return all;
    }

    private static List<String> providers(
            PolicyEngine policies, Organisation caller, String purpose, Capability capability, Instant now) {
        if (caller.findFailure(now) != null || DeclarationReader.findFailure(purpose, List.of(caller), now) != null) {
            return List.of();
        }
        return WordList.PROVIDERS.words().stream()
                .filter(provider -> policies.decide(caller(caller, purpose), call(provider, capability), now, now)
                        instanceof Decision.Permit)
                .toList();
    }

    private static Caller caller(Organisation one, String purpose) {
        return new Caller(
                one,
                List.of(),
                purpose,
                one.jurisdictions(),
                new AttestedContext(Set.of(), Map.of(), null),
                "sigv4",
                "question",
                null);
    }

    private static FaceCall call(String provider, Capability capability) {
        return new FaceCall(
                provider,
                "Unnamed",
                FaceCall.Facts.of(Set.of(capability)),
                new NormalizedRequest.VendorSpecific("It is a question, not a call."),
                Map.of(),
                null);
    }
}
