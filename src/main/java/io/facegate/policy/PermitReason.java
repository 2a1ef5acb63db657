package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.policy.Decision.Reason;
import io.facegate.policy.language.Rule;

/** Reason of a permit: the rule's clause and the matching values of the call. Rendered on demand. */
record PermitReason(Rule rule, EvaluationContext side, Capability capability) implements Reason {
    @Override
    public String clause() {
        return told().clause();
    }

    @Override
    public String fact() {
        return told().fact();
    }

    private Told told() {
        return DecidingCondition.of(rule, side, capability);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PermitReason permitted && told().equals(permitted.told());
    }

    @Override
    public int hashCode() {
        return told().hashCode();
    }

    @Override
    public String toString() {
        return told().toString();
    }
}
