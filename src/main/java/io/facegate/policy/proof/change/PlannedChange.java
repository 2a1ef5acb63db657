package io.facegate.policy.proof.change;

import java.util.Locale;

/**
 * A planned or open change of a rule.
 *
 * @param text description of the change
 */
public record PlannedChange(Kind kind, String rule, String text) {
    /** Why an operator may have to act. */
    public enum Kind {
        END("Ends by itself:"),
        REVIEW("Ends, and goes on refusing until somebody has reviewed it:"),
        OVERRIDE("An operator's override ends:"),
        CONDITION("Has no date for its end, only a condition:"),
        DISPUTED("Is disputed until an operator overrides it:");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** Heading for display. */
        public String title() {
            return title;
        }

        /** Word for machine-readable output. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
