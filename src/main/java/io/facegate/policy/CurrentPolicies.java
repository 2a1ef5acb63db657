package io.facegate.policy;

import java.util.function.Supplier;

/** The policies that decide now. They are replaced as a whole; each decision takes them once. */
public final class CurrentPolicies implements Supplier<Policies> {
    private volatile Policies policies;

    public CurrentPolicies(Policies first) {
        this.policies = first;
    }

    @Override
    public Policies get() {
        return policies;
    }

    /** Replaces the policies for decisions from now on. */
    public void replace(Policies next) {
        policies = next;
    }
}
