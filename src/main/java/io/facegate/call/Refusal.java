package io.facegate.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as shown to the caller.
 *
 * @param code stable reason code, such as {@code moratorium} or {@code no_rule_permits}
 * @param rule the deciding rule as {@code pack/rule}; {@code facegate/<code>} for built-in ones
 * @param reason one plain sentence
 * @param citation the legal instrument, if any
 * @param checked the day the citation was last checked, ISO 8601, if any
 * @param appeal how to appeal
 * @param review what would change it, if reconsideration is possible
 * @param nearestChange the change that would make the call permitted, if one is known; never recorded
 */
public record Refusal(
        String code,
        String rule,
        String reason,
        @Nullable String citation,
        @Nullable String checked,
        String appeal,
        @Nullable Review review,
        @Nullable NearestChange nearestChange) {

    /** A refusal without a change that would make the call permitted. */
    public Refusal(
            String code,
            String rule,
            String reason,
            @Nullable String citation,
            @Nullable String checked,
            String appeal,
            @Nullable Review review) {
        this(code, rule, reason, citation, checked, appeal, review, null);
    }

    /** A refusal without reconsideration. */
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
     * @param evidence evidence types that an operator would have to register
     */
    public record Review(List<String> evidence, String text) {
        public Review {
            evidence = List.copyOf(evidence);
        }
    }

    /** Returns a copy with one more sentence in its reason; unchanged if that is empty. */
    public Refusal withSentence(String more) {
        return more.isEmpty()
                ? this
                : new Refusal(code, rule, reason + ' ' + more, citation, checked, appeal, review, nearestChange);
    }

    /** Returns a copy whose reason ends with the change that would make the call permitted; unchanged if that is null. */
    public Refusal withNearestChange(@Nullable NearestChange change) {
        if (change == null) {
            return this;
        }
        return new Refusal(code, rule, reason, citation, checked, appeal, review, change)
                .withSentence(change.sentence());
    }

    /**
     * Returns a copy whose appeal says what to quote, and to whom.
     *
     * @param contact whom to write to; empty if the operator named nobody
     * @param decision the id of the decision on record
     */
    public Refusal withContact(String contact, String decision) {
        var whole = appeal.endsWith(".") ? appeal : appeal + '.';
        var whom = contact.isEmpty() ? "" : " Contact: " + contact + '.';
        var appealed = whole + whom + " Decision: " + decision + '.';
        return new Refusal(code, rule, reason, citation, checked, appealed, review, nearestChange);
    }

    /** Returns a copy whose appeal also names the path of this gateway that takes it. */
    public Refusal withAppealPath(String decision) {
        var appealed = appeal + " Or send the appeal to this gateway: POST " + appealPath(decision) + '.';
        return new Refusal(code, rule, reason, citation, checked, appealed, review, nearestChange);
    }

    /** Path of requests about the appeal against a decision. */
    public static String appealPath(String decision) {
        return "/facegate/v1/decisions/" + decision + "/appeal";
    }

    /** All fields in one line, for error messages. */
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
