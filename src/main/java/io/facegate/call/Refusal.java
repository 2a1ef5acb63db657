package io.facegate.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in words for the caller.
 *
 * @param code stable reason code, such as {@code moratorium} or {@code no_rule_permits}
 * @param rule {@code pack/rule} that decided; {@code facegate/<code>} for the built-in ones
 * @param reason one plain sentence
 * @param citation the instrument, where there is one
 * @param checked the day the citation was last checked, ISO 8601, where there is one
 * @param appeal how to appeal
 * @param review what would change it, where it can be reviewed
 */
public record Refusal(
        String code,
        String rule,
        String reason,
        @Nullable String citation,
        @Nullable String checked,
        String appeal,
        @Nullable Review review) {

    /** A refusal that nobody reviews. */
    public Refusal(
            String code,
            String rule,
            String reason,
            @Nullable String citation,
            @Nullable String checked,
            String appeal) {
        this(code, rule, reason, citation, checked, appeal, null);
    }

    /**
     * What would change a refusal.
     *
     * @param evidence types that an operator would have to register
     */
    public record Review(List<String> evidence, String text) {
        public Review {
            evidence = List.copyOf(evidence);
        }
    }

    /** Everything in one line, as wires put it in an error message. */
    public String message() {
        var line = new StringBuilder("Refused by rule ")
                .append(rule)
                .append(" (")
                .append(code)
                .append("): ");
        line.append(reason);
        if (citation != null) {
            line.append(" Source: ").append(citation);
            line.append(checked == null ? "." : " (checked " + checked + ").");
        }
        if (review != null) {
            line.append(" Needs review: ").append(review.text());
            if (!review.evidence().isEmpty()) {
                line.append(" Evidence that would change it: ")
                        .append(String.join(", ", review.evidence()))
                        .append('.');
            }
        }
        return line.append(" Appeal: ").append(appeal).toString();
    }
}
