package io.facegate.console.decision;

import io.facegate.call.Refusal;
import io.facegate.console.ConsolePage;
import io.facegate.console.DecisionView;
import io.facegate.console.PageLanguage;
import io.facegate.console.TamperedView;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.ledger.narrative.TimelineEvent;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DecisionDossier;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.SourceCheck;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * View model of the page for one decision.
 *
 * @param registered until when something counts by the registry, if that decided; else null
 */
record DecisionPage(
        PageLanguage speech,
        DecisionDossier dossier,
        @Nullable RegisteredEnd registered) {
    /** True if the page is not in the language in which rules are written and callers are answered. */
    public boolean foreign() {
        return speech.language() != Language.EN;
    }

    public String sentence() {
        return dossier.sentence();
    }

    public Narrative story() {
        return dossier.story();
    }

    /** What became of an answer that people had to review, in words; null if it was not held. */
    public @Nullable String held() {
        return dossier.review() == ReviewState.NONE
                ? null
                : speech.say("decision.held." + dossier.review().name().toLowerCase(Locale.ROOT));
    }

    /** True if people still review its answer, on a page of its own. */
    public boolean waits() {
        return dossier.review() == ReviewState.WAITING;
    }

    public @Nullable DecisionView outcome() {
        var outcome = dossier.details().outcome();
        return outcome == null ? null : DecisionView.of(speech, outcome);
    }

    /** The outcome, also if the ledger's narrative has none. */
    public String ended() {
        var told = story().ended();
        if (told != null) {
            return told;
        }
        return DecisionView.of(speech, dossier.details().decision()).permitted()
                ? speech.say("ended.open")
                : speech.say("ended.nothing");
    }

    /** How the review of its answer ended, and when; empty if it did not, or nothing was held. */
    public String reviewed() {
        var steps = reviewSteps();
        return dossier.review() == ReviewState.WAITING || steps.isEmpty()
                ? ""
                : speech.fill(
                        "ended.review." + dossier.review().name().toLowerCase(Locale.ROOT), when(steps.getLast()));
    }

    /** Who approved or rejected its answer, each with the time. */
    public List<TimelineEvent> reviewSteps() {
        return dossier.reviewSteps();
    }

    /** What the rule says for itself; null if the policies that decided are not kept. */
    public @Nullable RuleStatement rule() {
        return dossier.rule();
    }

    /** True if the rule names its source itself, so that it need not be said twice. */
    public boolean sourced() {
        var rule = rule();
        return rule != null && rule.source() != null;
    }

    /** The refusal as the caller got it, or null if that is not certain. */
    public @Nullable Refusal told() {
        var rule = rule();
        return rule == null ? null : rule.told();
    }

    /** When the rule's source was last read, and in what; null if that is not known. */
    public @Nullable String checked() {
        var rule = rule();
        return rule == null ? null : SourceCheck.words(rule, speech.language());
    }

    /** When the source on record was last read, in the same words; empty if that is not on record. */
    public String citationRead(DecisionView view) {
        var read = checked();
        if (read != null) {
            return read;
        }
        var day = view.fields().checked();
        return day.isEmpty() ? "" : speech.fill("facts.checked", day);
    }

    /** The name of the file for a regulator. */
    public String file() {
        return DecisionResource.fileName(
                DecisionView.of(speech, dossier.details().decision()).id());
    }

    /** Evidence that a refusal asks for, by its titles. */
    public List<String> evidence(Refusal told) {
        var review = told.review();
        return review == null
                ? List.of()
                : review.evidence().stream()
                        .map(type -> speech.title(WordTitles.EVIDENCE, type))
                        .toList();
    }

    /** The conditions of a permit, each with what is known of whether it was met. */
    public List<Condition> conditions() {
        return dossier.obligations().stream()
                .map(line -> new Condition(
                        line.sentence(),
                        RecordRenderer.obligationState(line.state(), speech.language()),
                        line.state().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** A condition of a permit, what is known of whether it was met, and the code of that. */
    record Condition(String sentence, String state, String code) {}

    public List<TimelineEvent> timeline() {
        return dossier.timeline();
    }

    /** How the appeal stands, in words, or an empty text if nobody appealed. */
    public String appeal() {
        var state = dossier.appealState();
        return state == null ? "" : speech.say("decision.appeal." + state);
    }

    /** The page of the other decision that an event is about; null if it is about none. */
    public @Nullable String address(TimelineEvent event) {
        var id = event.decision();
        return id == null
                ? null
                : ConsolePage.DECISIONS.address() + '/' + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** When an event happened, in words. */
    public String when(TimelineEvent event) {
        var time = event.time();
        return time == null ? "" : speech.time("time.moment", time);
    }

    public boolean whole() {
        return dossier.history().complete();
    }

    /** The outcome record if it fails verification, else null. */
    public @Nullable TamperedView tampered() {
        var found = dossier.details().tampered();
        return found == null ? null : new TamperedView(speech, found);
    }

    /** True if a record that may belong to the decision fails verification. */
    public boolean doubtful() {
        return tampered() == null && dossier.tampered();
    }

    /** True if a signed checkpoint covers the decision. */
    public boolean signed() {
        return dossier.details().decision().isSigned();
    }

    /** Record number, counted from 1, and tree size, as markup. */
    public String record() {
        return speech.fill("place.record", index() + 1, treeSize());
    }

    /** Length of the inclusion proof, in words. */
    public String steps() {
        int steps = dossier.details().path().size();
        return steps == 1 ? speech.say("place.path.one") : speech.fill("place.path.many", steps);
    }

    public long index() {
        return dossier.details().decision().index();
    }

    public long treeSize() {
        return dossier.details().treeSize();
    }

    public String leaf() {
        return hex(dossier.details().decision().leaf());
    }

    public String root() {
        return hex(dossier.details().root());
    }

    public List<String> path() {
        return dossier.details().path().stream().map(DecisionPage::hex).toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
