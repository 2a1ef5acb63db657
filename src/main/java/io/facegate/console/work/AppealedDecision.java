package io.facegate.console.work;

import io.facegate.console.DecisionView;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.usecase.ledger.RecordRenderer;
import org.jspecify.annotations.Nullable;

/**
 * The decision that an appeal is against, from its verified record.
 *
 * @param view its fields; null if there is no record that verifies
 * @param story what was asked and decided; null likewise
 * @param rule what the rule says for itself; null if that is not known
 * @param isTampered whether its record does not verify
 */
record AppealedDecision(
        @Nullable DecisionView view,
        @Nullable Narrative story,
        @Nullable RuleStatement rule,
        boolean isTampered) {
    static AppealedDecision of(PageLanguage speech, @Nullable CheckedDecision found, RecordRenderer renderer) {
        return found instanceof DecisionDetails details
                ? new AppealedDecision(
                        DecisionView.of(speech, details.decision()),
                        renderer.explain(details, speech.language()),
                        renderer.statement(details, speech.language()),
                        false)
                : new AppealedDecision(null, null, null, found instanceof TamperedRecord);
    }

    /** Whom an appeal concerns, for a list; empty if the decision has no record yet. */
    static String organisation(PageLanguage speech, @Nullable CheckedDecision found) {
        return switch (found) {
            case null -> "";
            case DecisionDetails details ->
                DecisionView.of(speech, details.decision()).organisation().code();
            case TamperedRecord _ -> speech.say("tampered");
            case CheckedDecision.NotInTree _ -> "";
        };
    }

    /** The sentence of the rule; empty if it is not known. */
    public String sentence() {
        if (view == null) {
            return "";
        }
        var text = rule == null ? null : rule.text();
        var said = text == null ? view.fields().builtinSentence() : text;
        return said == null ? "" : said;
    }
}
