package io.facegate.policy.trial;

import io.facegate.policy.Decision;

/** One case that was run. */
public record Result(Case asked, Decision decision) {
    public boolean passed() {
        boolean permitted = decision instanceof Decision.Permit;
        return permitted == asked.permit()
                && (asked.rule() == null || asked.rule().equals(rule()));
    }

    /** The rule that decided. */
    public String rule() {
        return switch (decision) {
            case Decision.Permit permit -> permit.rule();
            case Decision.Refuse refuse -> refuse.refusal().rule();
        };
    }

    /** What was expected, in words. */
    public String expected() {
        return word(asked.permit()) + (asked.rule() == null ? "" : " by " + asked.rule());
    }

    /** What was decided, and why, in words. */
    public String actual() {
        return switch (decision) {
            case Decision.Permit permit -> "permit by " + permit.rule();
            case Decision.Refuse refuse ->
                "refuse by " + refuse.refusal().rule() + " (" + refuse.clause() + "): "
                        + refuse.refusal().reason();
        };
    }

    private static String word(boolean permit) {
        return permit ? "permit" : "refuse";
    }
}
