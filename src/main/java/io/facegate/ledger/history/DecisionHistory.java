package io.facegate.ledger.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.history.HistoryStep.Kind;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The records that belong to a decision, besides its own and its outcome's: the reviews of its answer, the decision that
 * held the answer or handed it over, the appeal and the authorisation. Each is verified before it counts.
 *
 * @param steps in the order of the log
 * @param complete false if there are more than are listed
 */
public record DecisionHistory(List<HistoryStep> steps, boolean complete) {
    /** Most records of one kind that are read. */
    public static final int MOST = 100;

    private static final String APPROVE = "review_approve";
    private static final String REJECT = "review_reject";

    public DecisionHistory {
        steps = List.copyOf(steps);
    }

    /** Finds the records. Each look-up is by the search index, and bounded. */
    public static DecisionHistory find(RecordSearch search, DecisionDetails details) {
        var decision = details.decision().fields();
        var id = decision.path(RecordField.ID.key()).asText();
        var held = decision.path(RecordField.REVIEW.key()).asText();
        var found = new FoundSteps(search);
        found.add(Kind.APPROVED, SearchFacet.ACT, APPROVE, held.isEmpty() ? id : held);
        found.add(Kind.REJECTED, SearchFacet.ACT, REJECT, held.isEmpty() ? id : held);
        for (var act : AppealAct.values()) {
            found.add(Kind.APPEAL, SearchFacet.ACT, act.act(), id);
        }
        if (decision.path(RecordField.OBLIGATIONS.key()).has(RecordField.AUTHORISATION_DUE.key())) {
            for (var act : AuthorisationAct.values()) {
                found.add(Kind.AUTHORISATION, SearchFacet.ACT, act.act(), id);
            }
        }
        if (held.isEmpty()) {
            found.addReleases(id);
        } else {
            found.addHeld(held);
        }
        return new DecisionHistory(List.copyOf(found.steps.values()), found.complete);
    }

    /** Steps of a kind. */
    public List<HistoryStep> steps(Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).toList();
    }

    /** The same without the appeal. */
    public DecisionHistory withoutAppeal() {
        return new DecisionHistory(
                steps.stream().filter(step -> step.kind() != Kind.APPEAL).toList(), complete);
    }

    /** What became of the answer, if this decision held it; what cannot be verified does not count. */
    public ReviewState review(DecisionDetails details) {
        var outcome = details.outcome();
        if (outcome == null
                || !outcome.fields().path(RecordField.STATUS.key()).asText().equals("held")) {
            return ReviewState.NONE;
        }
        if (!steps(Kind.REJECTED).isEmpty()) {
            return ReviewState.REJECTED;
        }
        if (!steps(Kind.RELEASED).isEmpty()) {
            return ReviewState.RELEASED;
        }
        int required = details.decision()
                .fields()
                .path(RecordField.OBLIGATIONS.key())
                .path(RecordField.REVIEWERS.key())
                .asInt(Integer.MAX_VALUE);
        return steps(Kind.APPROVED).size() >= required ? ReviewState.APPROVED : ReviewState.WAITING;
    }

    /** True if a record that may belong here does not verify. */
    public boolean isTampered() {
        return !steps(Kind.TAMPERED).isEmpty();
    }

    /** The steps found so far, by the index of their record. */
    private static final class FoundSteps {
        private final RecordSearch search;
        private final TreeMap<Long, HistoryStep> steps = new TreeMap<>();
        private boolean complete = true;

        FoundSteps(RecordSearch search) {
            this.search = search;
        }

        void add(Kind kind, SearchFacet facet, String value, String subject) {
            var query = RecordQuery.matchAll(MOST + 1).withFacet(facet, value).withFacet(SearchFacet.SUBJECT, subject);
            add(kind, query, record -> is(record, RecordField.ACT, value) && is(record, RecordField.SUBJECT, subject));
        }

        void addReleases(String id) {
            var query = RecordQuery.matchAll(MOST + 1).withFacet(SearchFacet.REVIEW, id);
            add(Kind.RELEASED, query, record -> is(record, RecordField.REVIEW, id));
        }

        void addHeld(String id) {
            switch (search.findDecision(id).orElse(null)) {
                case DecisionDetails held -> add(Kind.HELD, held.decision(), _ -> true);
                case TamperedRecord tampered -> add(Kind.HELD, tampered, _ -> true);
                case null, default -> complete = false;
            }
        }

        private void add(Kind kind, RecordQuery query, Predicate<JsonNode> belongs) {
            var page = search.page(query);
            complete &= page.size() <= MOST;
            page.stream().limit(MOST).forEach(record -> add(kind, record, belongs));
        }

        /** The index is only a hint: what a record says for itself decides whether it belongs here. */
        private void add(Kind kind, CheckedRecord record, Predicate<JsonNode> belongs) {
            switch (record) {
                case VerifiedRecord verified -> {
                    if (belongs.test(verified.fields())) {
                        steps.put(record.index(), new HistoryStep(kind, verified));
                    }
                }
                case TamperedRecord tampered -> steps.put(record.index(), new HistoryStep(Kind.TAMPERED, tampered));
            }
        }

        private static boolean is(JsonNode record, RecordField field, String value) {
            return record.path(field.key()).asText().equals(value);
        }
    }
}
