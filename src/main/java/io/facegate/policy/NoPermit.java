package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.Decision.Grounds;

/** Grounds: no rule permits a capability to one organisation of the chain. Rendered on demand. */
record NoPermit(EvaluationContext side, Capability capability) implements Grounds {
    @Override
    public Refusal refusal() {
        return told().refusal();
    }

    @Override
    public String clause() {
        return told().clause();
    }

    @Override
    public String fact() {
        return told().fact();
    }

    private Grounds told() {
        return BuiltinRefusals.unpermitted(DecidingCondition.lacking(side, capability));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoPermit lacking && told().equals(lacking.told());
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
