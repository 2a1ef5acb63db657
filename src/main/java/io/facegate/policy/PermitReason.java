package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.policy.Decision.Reason;
import io.facegate.policy.language.Rule;
import org.jspecify.annotations.Nullable;

/** Reason of a permit: the rule's clause and the matching values of the call. Rendered on demand. */
record PermitReason(Rule rule, EvaluationContext side, Capability capability) implements Reason {
    @Override
    public String clause() {
        return rendered().clause();
    }

    @Override
    public String fact() {
        return rendered().fact();
    }

    @Override
    public @Nullable String source() {
        var citation = rule.ruleText().citation();
        return citation == null ? null : citation.ref();
    }

    @Override
    public RenderedReason rendered() {
        return DecidingCondition.render(rule, side, capability);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PermitReason permitted && rendered().equals(permitted.rendered());
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
