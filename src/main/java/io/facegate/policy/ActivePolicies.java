package io.facegate.policy;

import java.util.function.Supplier;

/** The policies that decide now. They are replaced as a whole; each decision takes them once. */
public final class ActivePolicies implements Supplier<PolicyEngine> {
    private volatile PolicyEngine policies;

    public ActivePolicies(PolicyEngine first) {
        this.policies = first;
    }

    @Override
    public PolicyEngine get() {
        return policies;
    }

    /** Replaces the policies for decisions from now on. */
    public void replace(PolicyEngine next) {
        policies = next;
    }
}
