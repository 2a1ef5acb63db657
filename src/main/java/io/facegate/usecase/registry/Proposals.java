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
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.Proposal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes that wait for a second person: shown, approved and rejected. */
public final class Proposals {
    private final RegistryAccess registry;

    public Proposals(RegistryAccess registry) {
        this.registry = registry;
    }

    public List<Proposal> list() {
        return registry.open(registrar -> registrar.proposals().all());
    }

    public Proposal get(String id) {
        return registry.open(registrar -> registrar.proposals().get(id));
    }

    /** Approves a proposal by the digest that the approver saw, and makes its change. */
    public Proposal approve(String id, String digest) {
        return registry.open(registrar -> registrar.proposals().approve(id, digest, Instant.now()));
    }

    public Proposal reject(String id) {
        return registry.open(registrar -> registrar.proposals().reject(id, Instant.now()));
    }

    /**
     * What these policies refuse to the organisation now and permit after the change: {@code identify for
     * missing_child}. Calls without evidence are compared, at any vendor.
     *
     * @return null if the proposal changes no organisation
     */
    public static @Nullable List<String> newlyPermitted(Proposal proposal, PolicySet policies, Instant now) {
        var found = newlyPermitted(proposal, PolicyEngine.of(policies), now);
        return found == null
                ? null
                : found.stream()
                        .map(one -> one.capability().code() + " for " + one.purpose())
                        .toList();
    }

    /** A capability for a purpose. */
    public record PermittedUse(Capability capability, String purpose) {}

    /** As above, by the policies in force. */
    public static @Nullable List<PermittedUse> newlyPermitted(Proposal proposal, PolicyEngine engine, Instant now) {
        var before = proposal.organisationBefore();
        var after = proposal.organisationAfter();
        if (before == null || after == null) {
            return null;
        }
        var found = new ArrayList<PermittedUse>();
        for (var purpose : after.purposes().stream().sorted().toList()) {
            for (var capability : Capability.values()) {
                if (isPermitted(engine, after, purpose, capability, now)
                        && !isPermitted(engine, before, purpose, capability, now)) {
                    found.add(new PermittedUse(capability, purpose));
                }
            }
        }
        return found;
    }

    private static boolean isPermitted(
            PolicyEngine policies, Organisation caller, String purpose, Capability capability, Instant now) {
        return caller.purposes().contains(purpose)
                && caller.findFailure(now) == null
                && DeclarationReader.findFailure(purpose, List.of(caller), now) == null
                && WordList.PROVIDERS.words().stream()
                        .anyMatch(provider ->
                                policies.decide(caller(caller, purpose), call(provider, capability), now, now)
                                        instanceof Decision.Permit);
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
