package io.facegate.usecase.registry;

import io.facegate.identity.ExemptionGrant;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicySet;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.Proposal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** The number of proposals that a second person can still approve, or that can still be applied. */
    public long countOpen() {
        var now = Instant.now();
        return list().stream().filter(one -> one.isOpen(now)).count();
    }

    /** The policies of the newest proposal that can still be approved and changes policies. */
    public Optional<PolicyActivation> newestPolicies() {
        var now = registry.now();
        return list().stream()
                .filter(one -> one.isOpen(now))
                .flatMap(one -> Stream.ofNullable(one.policiesAfter()))
                .findFirst();
    }

    public Proposal get(String id) {
        return registry.open(registrar -> registrar.proposals().get(id));
    }

    /** Approves a proposal by the digest that the approver saw, and makes its change. */
    public Proposal approve(String id, String digest) {
        return registry.open(registrar -> registrar.proposals().approve(id, digest, registry.now()));
    }

    public Proposal reject(String id) {
        return registry.open(registrar -> registrar.proposals().reject(id, registry.now()));
    }

    /**
     * What these policies refuse to the organisation now and permit after the change: {@code identify for
     * missing_child}. Calls without evidence are compared, at any vendor.
     *
     * @return null if the proposal changes no organisation and grants no exemption, or if the organisation that gets the
     *     exemption does not verify
     */
    public @Nullable List<String> newlyPermitted(Proposal proposal, PolicySet policies, Instant now) {
        return words(newlyPermitted(proposal, PolicyEngine.of(policies), now));
    }

    /** As above, by the policies in force. */
    public @Nullable List<PermissionGain> newlyPermitted(Proposal proposal, PolicyEngine policies, Instant now) {
        var before = proposal.organisationBefore();
        var after = proposal.organisationAfter();
        if (before != null && after != null) {
            return PermissionGain.of(policies, before, after, granted(after.id()), now);
        }
        var granted = proposal.exemptionAfter();
        return granted == null ? null : newlyPermitted(granted, policies, now);
    }

    private @Nullable List<PermissionGain> newlyPermitted(ExemptionGrant granted, PolicyEngine policies, Instant now) {
        var owner = new Organisations(registry)
                .list().stream()
                        .filter(one -> one.entry().id().equals(granted.organisation()) && !one.altered())
                        .findFirst()
                        .orElse(null);
        if (owner == null) {
            return null;
        }
        return PermissionGain.of(policies, owner.entry(), granted(owner.entry().id()), granted, now);
    }

    /** The exemptions of an organisation that verify and were not revoked. */
    private List<ExemptionGrant> granted(String organisation) {
        return new Exemptions(registry)
                .list().stream()
                        .filter(one -> !one.altered() && one.entry().revoked() == null)
                        .map(one -> one.entry().grant())
                        .filter(grant -> grant.organisation().equals(organisation))
                        .toList();
    }

    /** A line each; null stays null. */
    static @Nullable List<String> words(@Nullable List<PermissionGain> gains) {
        return gains == null
                ? null
                : gains.stream()
                        .map(one -> one.capability().code() + " for " + one.purpose())
                        .toList();
    }
}
