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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A capability for a purpose that a changed registration would permit, and that is refused so far. It compares two
 * registrations; what an organisation may do is told by {@link PermissionAnswer}.
 */
public record PermissionGain(String purpose, Capability capability) {
    /**
     * What is permitted after a change and was not before, by purpose: at any vendor, to the organisation that calls for
     * itself, without evidence and without exemptions.
     */
    static List<PermissionGain> of(PolicyEngine policies, Organisation before, Organisation after, Instant now) {
        var known = new HashSet<>(permitted(policies, before, now));
        return permitted(policies, after, now).stream()
                .filter(one -> !known.contains(one))
                .toList();
    }

    private static List<PermissionGain> permitted(PolicyEngine policies, Organisation caller, Instant now) {
        if (caller.findFailure(now) != null) {
            return List.of();
        }
        return caller.purposes().stream()
                .sorted()
                .filter(purpose -> DeclarationReader.findFailure(purpose, List.of(caller), now) == null)
                .flatMap(purpose -> permitted(policies, caller(caller, purpose), purpose, now))
                .toList();
    }

    private static Stream<PermissionGain> permitted(PolicyEngine policies, Caller caller, String purpose, Instant now) {
        return Arrays.stream(Capability.values())
                .filter(capability -> WordList.PROVIDERS.words().stream()
                        .anyMatch(provider -> policies.decide(caller, call(provider, capability), now, now)
                                instanceof Decision.Permit))
                .map(capability -> new PermissionGain(purpose, capability));
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
