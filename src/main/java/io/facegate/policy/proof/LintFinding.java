package io.facegate.policy.proof;

import io.facegate.policy.language.Rule;
import java.util.List;

/**
 * Lint finding: a property of a rule that its author may not have intended.
 *
 * @param causes ids of the rules that cause it
 */
public record LintFinding(Kind kind, Rule rule, List<String> causes) {
    public LintFinding {
        causes = List.copyOf(causes);
    }

    /** Kinds of findings. */
    public enum Kind {
        NEVER_FIRES("never fires: no request meets its condition"),
        OPPOSED("has the same condition as a rule of the opposite effect"),
        OVERRULED("permits nothing that is not refused"),
        REPEATED("permits nothing that is not permitted or refused anyway"),
        SHADOWED("refuses nothing that is not refused anyway"),
        MET("asks nothing that is not asked or refused anyway"),
        IDLE("concerns nothing that any rule permits");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** Short description, to follow the rule's id. */
        public String meaning() {
            return meaning;
        }

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return rule.id() + ' ' + kind.meaning() + (causes.isEmpty() ? "" : ", by " + String.join(", ", causes));
    }
}
