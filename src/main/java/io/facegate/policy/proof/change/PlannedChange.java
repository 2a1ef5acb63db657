package io.facegate.policy.proof.change;

import java.util.Locale;

/**
 * Something that is planned, or open.
 *
 * @param text what there is to say of the rule
 */
public record PlannedChange(Kind kind, String rule, String text) {
    /** Why somebody may have to act. */
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

        /** A heading for people. */
        public String title() {
            return title;
        }

        /** For programs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
