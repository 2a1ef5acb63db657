package io.facegate.usecase.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.history.DecisionHistory;
import io.facegate.ledger.history.HistoryStep;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.narrative.ObligationLine;
import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.ledger.narrative.TimelineEvent;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.policy.vocabulary.Language;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people read of one decision, in one language: verified records, and sentences about them, safe to show.
 *
 * @param sentence the decision in one sentence
 * @param rule what the rule that decided says, or null if the policies that decided are not kept
 * @param timeline what led to it and followed it, in order
 * @param history the records behind the timeline
 */
public record DecisionDossier(
        DecisionDetails details,
        String sentence,
        Narrative story,
        @Nullable RuleStatement rule,
        List<ObligationLine> obligations,
        List<TimelineEvent> timeline,
        DecisionHistory history) {
    public DecisionDossier {
        obligations = List.copyOf(obligations);
        timeline = List.copyOf(timeline);
    }

    /** Writes it. The ledger's folder keeps the names and texts that records commit to. */
    static DecisionDossier of(
            DecisionDetails details,
            DecisionHistory history,
            LedgerAddress ledger,
            RecordRenderer renderer,
            Language language) {
        var review = history.review(details);
        return new DecisionDossier(
                details,
                renderer.sentence(details, review, language),
                renderer.explain(details, language),
                renderer.statement(details, language),
                renderer.obligations(details, review, language),
                renderer.timeline(details, history, AuditedRecords.committedTexts(ledger), language),
                history);
    }

    /** What became of the answer, if people had to review it. */
    public ReviewState review() {
        return history.review(details);
    }

    /** Who approved or rejected its answer, each with the time. */
    public List<TimelineEvent> reviewSteps() {
        var review = review();
        if (review == ReviewState.NONE) {
            return List.of();
        }
        var kind = review == ReviewState.REJECTED ? HistoryStep.Kind.REJECTED : HistoryStep.Kind.APPROVED;
        var steps =
                history.steps(kind).stream().map(step -> step.record().index()).collect(Collectors.toSet());
        return timeline.stream().filter(event -> steps.contains(event.index())).toList();
    }

    /** How the appeal against it stands, as {@link AppealAct} names it; null if nobody appealed. */
    public @Nullable String appealState() {
        var steps = history.steps(HistoryStep.Kind.APPEAL);
        if (steps.isEmpty() || !(steps.getLast().record() instanceof VerifiedRecord newest)) {
            return null;
        }
        var act = AppealAct.fromAct(newest.fields().path(RecordField.ACT.key()).asText());
        return act == null ? null : act.state();
    }

    /** True if a record that belongs to it, or may, does not verify. */
    public boolean tampered() {
        return details.tampered() != null || timeline.stream().anyMatch(TimelineEvent::tampered);
    }
}
