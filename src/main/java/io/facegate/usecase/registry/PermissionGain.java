package io.facegate.usecase.registry;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.DeclarationReader;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.ExemptionLookup;
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
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A capability for a purpose that a changed registration or a new exemption would permit, and that is refused so far. It
 * compares two registrations; what an organisation may do is told by {@link PermissionAnswer}.
 */
public record PermissionGain(String purpose, Capability capability) {
    /**
     * What is permitted after a change and was not before, by purpose: at any vendor, to the organisation that calls for
     * itself, without evidence; at each of its places also with the exemptions that are granted to it.
     */
    static List<PermissionGain> of(
            PolicyEngine policies, Organisation before, Organisation after, List<ExemptionGrant> granted, Instant now) {
        var known = new HashSet<>(permitted(policies, before, now));
        var plain = permitted(policies, after, now).stream().filter(one -> !known.contains(one));
        if (granted.isEmpty()) {
            return plain.toList();
        }
        var exempt = after.jurisdictions().stream().sorted().flatMap(place -> {
            var knownHere = new HashSet<>(permittedAt(place, policies, before, granted, now));
            return permittedAt(place, policies, after, granted, now).stream().filter(one -> !knownHere.contains(one));
        });
        return Stream.concat(plain, exempt).distinct().toList();
    }

    private static List<PermissionGain> permittedAt(
            String place, PolicyEngine policies, Organisation caller, List<ExemptionGrant> granted, Instant now) {
        return caller.jurisdictions().contains(place)
                ? permitted(policies, caller, purpose -> caller(caller, granted, purpose, place, now), now)
                : List.of();
    }

    /**
     * What is permitted once an exemption counts and was not before, at one of its places: at any vendor, to the
     * organisation that calls for itself, without evidence.
     *
     * @param others the exemptions that are granted to the organisation already
     */
    static List<PermissionGain> of(
            PolicyEngine policies,
            Organisation caller,
            List<ExemptionGrant> others,
            ExemptionGrant granted,
            Instant now) {
        var at = now.isBefore(granted.from()) ? granted.from() : now;
        var purpose = granted.purpose();
        if (caller.findFailure(at) != null || DeclarationReader.findFailure(purpose, List.of(caller), at) != null) {
            return List.of();
        }
        var more = Stream.concat(others.stream(), Stream.of(granted)).toList();
        var places = caller.jurisdictions().isEmpty() ? granted.places() : caller.jurisdictions();
        return places.stream()
                .sorted()
                .flatMap(place -> {
                    var known = permitted(policies, caller(caller, others, purpose, place, at), purpose, at)
                            .toList();
                    return permitted(policies, caller(caller, more, purpose, place, at), purpose, at)
                            .filter(one -> !known.contains(one));
                })
                .distinct()
                .toList();
    }

    /** A caller at one place, with the exemptions that count there. */
    private static Caller caller(
            Organisation one, List<ExemptionGrant> grants, String purpose, String place, Instant now) {
        var here = List.of(place);
        return caller(new ExemptionLookup(_ -> grants, purpose, here, now).apply(one), purpose, here);
    }

    private static List<PermissionGain> permitted(PolicyEngine policies, Organisation caller, Instant now) {
        return permitted(policies, caller, purpose -> caller(caller, purpose, caller.jurisdictions()), now);
    }

    private static List<PermissionGain> permitted(
            PolicyEngine policies, Organisation caller, Function<String, Caller> as, Instant now) {
        if (caller.findFailure(now) != null) {
            return List.of();
        }
        return caller.purposes().stream()
                .sorted()
                .filter(purpose -> DeclarationReader.findFailure(purpose, List.of(caller), now) == null)
                .flatMap(purpose -> permitted(policies, as.apply(purpose), purpose, now))
                .toList();
    }

    private static Stream<PermissionGain> permitted(PolicyEngine policies, Caller caller, String purpose, Instant now) {
        return Arrays.stream(Capability.values())
                .filter(capability -> WordList.PROVIDERS.words().stream()
                        .anyMatch(provider -> policies.decide(caller, call(provider, capability), now, now)
                                instanceof Decision.Permit))
                .map(capability -> new PermissionGain(purpose, capability));
    }

    private static Caller caller(Organisation one, String purpose, List<String> places) {
        return new Caller(
                one,
                List.of(),
                purpose,
                places,
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
