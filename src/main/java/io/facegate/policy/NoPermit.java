package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.Decision.Grounds;

/** Grounds: no rule permits a capability to one organisation of the chain. Rendered on demand. */
record NoPermit(EvaluationContext side, Capability capability) implements Grounds {
    @Override
    public Refusal refusal() {
        return render().refusal();
    }

    @Override
    public String clause() {
        return render().clause();
    }

    @Override
    public String fact() {
        return render().fact();
    }

    private Grounds render() {
        return BuiltinRefusals.noRulePermits(DecidingCondition.renderMissing(side, capability));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoPermit lacking && render().equals(lacking.render());
    }

    @Override
    public int hashCode() {
        return render().hashCode();
    }

    @Override
    public String toString() {
        return render().toString();
    }
}
