package io.facegate.policy.proof.model;

import io.facegate.policy.Decision;

/** An example call and the decision of the engine that decides real calls. */
public record CheckedExample(ExampleCall call, Decision decision) {
    /** True if permitted. */
    public boolean isPermitted() {
        return decision instanceof Decision.Permit;
    }

    /** The deciding rule. */
    public String rule() {
        return switch (decision) {
            case Decision.Permit permit -> permit.rule();
            case Decision.Refuse refuse -> refuse.refusal().rule();
        };
    }

    /** Verdict and deciding rule, as text. */
    public String verdict() {
        return (isPermitted() ? "permitted" : "refused") + " by " + rule();
    }

    /** Call and decision in one line. */
    @Override
    public String toString() {
        return call + ": " + verdict();
    }
}
