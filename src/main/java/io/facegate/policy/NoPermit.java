package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.Decision.Grounds;

/** Grounds: no rule permits a capability to one organisation of the chain. Rendered on demand. */
record NoPermit(EvaluationContext side, Capability capability) implements Grounds {
    @Override
    public Refusal refusal() {
        return rendered().refusal();
    }

    @Override
    public String clause() {
        return rendered().clause();
    }

    @Override
    public String fact() {
        return rendered().fact();
    }

    @Override
    public Grounds rendered() {
        return BuiltinRefusals.noRulePermits(DecidingCondition.renderMissing(side, capability));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoPermit lacking && rendered().equals(lacking.rendered());
    }

    @Override
    public int hashCode() {
        return rendered().hashCode();
    }

    @Override
    public String toString() {
        return rendered().toString();
    }
}
