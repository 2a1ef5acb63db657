package io.facegate.console.work;

import io.facegate.console.DecisionView;
import io.facegate.console.PageLanguage;
import io.facegate.console.RuleAddress;
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

    /** The rule's page; empty if there is none. */
    public String address() {
        return view == null ? "" : RuleAddress.of(view.speech(), view.fields().rule());
    }

    /** The source that the rule names; empty if that is not known. */
    public String source() {
        var source = rule == null ? null : rule.source();
        return source == null ? "" : source;
    }

    /** The address of the source; empty if there is none. */
    public String link() {
        var link = rule == null ? null : rule.link();
        return link == null ? "" : link;
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
