package io.facegate.usecase.registry;

import io.facegate.policy.PolicyEngine;
import io.facegate.registry.Proposal;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What open proposals would newly permit, by the policies that a gateway has in force. */
public final class ProposalGainFinder {
    private final Supplier<PolicyEngine> policies;

    public ProposalGainFinder(Supplier<PolicyEngine> policies) {
        this.policies = policies;
    }

    /** A line each, such as {@code identify for missing_child}; null if that is not the question. */
    public @Nullable List<String> of(Proposals proposals, Proposal one, Instant now) {
        return one.isOpen(now) ? Proposals.words(proposals.newlyPermitted(one, policies.get(), now)) : null;
    }
}
