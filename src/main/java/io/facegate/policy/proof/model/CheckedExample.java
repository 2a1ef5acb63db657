package io.facegate.policy.proof.model;

import io.facegate.policy.Decision;

/** A call, and what the engine that judges real calls decided of it. */
public record CheckedExample(ExampleCall call, Decision decision) {
    /** True where it was permitted. */
    public boolean permitted() {
        return decision instanceof Decision.Permit;
    }

    /** The rule that decided. */
    public String rule() {
        return switch (decision) {
            case Decision.Permit permit -> permit.rule();
            case Decision.Refuse refuse -> refuse.refusal().rule();
        };
    }

    /** How it was decided and by what, in words. */
    public String verdict() {
        return (permitted() ? "permitted" : "refused") + " by " + rule();
    }

    /** What was asked and what was decided, in one line. */
    @Override
    public String toString() {
        return call + ": " + verdict();
    }
}
