package io.facegate.ledger.narrative;

import io.facegate.call.Refusal;
import io.facegate.policy.language.Citation;
import io.facegate.policy.language.Rule;
import java.time.LocalDate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the rule that decided says for itself, from the policies that decided.
 *
 * @param rule its id
 * @param text its own sentence, or null
 * @param source the legal instrument, or null
 * @param link the instrument's address, or null; http or https only
 * @param checked when, and in what, the instrument was last read, or null
 * @param appeal how to appeal; empty unless the rule refuses
 * @param told the refusal as its caller got it, or null if that is not certain
 */
public record RuleStatement(
        String rule,
        @Nullable String text,
        @Nullable String source,
        @Nullable String link,
        @Nullable Reading checked,
        String appeal,
        @Nullable Refusal told) {
    /**
     * A reading of an instrument.
     *
     * @param evidence in what it was read, as {@link Citation} says it
     */
    public record Reading(LocalDate day, String evidence) {}

    static RuleStatement of(Rule rule, @Nullable Refusal told) {
        var said = rule.ruleText();
        var citation = said.citation();
        return new RuleStatement(
                rule.id(),
                said.text(),
                citation == null ? null : citation.ref(),
                citation == null ? null : citation.webLink(),
                citation == null ? null : new Reading(citation.checked(), citation.evidence()),
                said.appeal(),
                told);
    }

    /** A rule that no policy holds, such as a built-in one. */
    static RuleStatement builtin(String rule, @Nullable Refusal told) {
        return new RuleStatement(rule, null, null, null, null, "", told);
    }

    /** Returns a copy with each text made safe to show. */
    public RuleStatement withTexts(UnaryOperator<String> safe) {
        return new RuleStatement(
                safe.apply(rule),
                safe(safe, text),
                safe(safe, source),
                link,
                checked,
                safe.apply(appeal),
                told == null ? null : safe(safe, told));
    }

    private static @Nullable String safe(UnaryOperator<String> safe, @Nullable String text) {
        return text == null ? null : safe.apply(text);
    }

    private static Refusal safe(UnaryOperator<String> safe, Refusal told) {
        var review = told.review();
        return new Refusal(
                safe.apply(told.code()),
                safe.apply(told.rule()),
                safe.apply(told.reason()),
                safe(safe, told.citation()),
                safe(safe, told.checked()),
                safe.apply(told.appeal()),
                review == null
                        ? null
                        : new Refusal.Review(
                                review.evidence().stream().map(safe).toList(), safe.apply(review.text())));
    }
}
