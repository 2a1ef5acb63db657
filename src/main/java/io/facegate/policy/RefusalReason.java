package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.Decision.Grounds;
import io.facegate.policy.language.Rule;

/** Grounds of a rule's refusal: its clause and the matching values of the call. Rendered on demand. */
record RefusalReason(Rule rule, Refusal refusal, EvaluationContext side, Capability capability) implements Grounds {
    @Override
    public String clause() {
        return rendered().clause();
    }

    @Override
    public String fact() {
        return rendered().fact();
    }

    @Override
    public RenderedGrounds rendered() {
        var said = DecidingCondition.render(rule, side, capability);
        return new RenderedGrounds(refusal, said.clause(), said.fact());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RefusalReason refused && rendered().equals(refused.rendered());
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
