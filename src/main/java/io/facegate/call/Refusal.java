package io.facegate.call;

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
 */
public record Refusal(
        String code,
        String rule,
        String reason,
        @Nullable String citation,
        @Nullable String checked,
        String appeal) {

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
        return line.append(" Appeal: ").append(appeal).toString();
    }
}
