package io.facegate.ledger.narrative;

import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import io.facegate.ledger.replay.RecordReader;
import io.facegate.ledger.replay.RecordedDecision;
import io.facegate.ledger.replay.ReplayLine;
import io.facegate.policy.explain.CounterfactualSearch;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.explain.MatchedExceptions;
import io.facegate.policy.vocabulary.MessageBundle;
import org.jspecify.annotations.Nullable;

/** Explanation by replay: asks the archived policies that made a decision again. */
final class ReplayExplanation {
    private final PolicyHistory policies;
    private final MessageBundle phrases;
    private final ConditionNarrator conditions;

    ReplayExplanation(PolicyHistory policies, MessageBundle phrases, ConditionNarrator conditions) {
        this.policies = policies;
        this.phrases = phrases;
        this.conditions = conditions;
    }

    Seen replay(byte[] record) {
        if (RecordReader.read(record, 0, record.length) instanceof ReplayLine.Replayable(var recorded)) {
            return new Seen(recorded, policies.find(recorded.policies()));
        }
        return new Seen(null, null);
    }

    /** One replayed decision. */
    final class Seen {
        private final ArchivedSet.@Nullable Available kept;
        private final @Nullable RecordedDecision recorded;

        private Seen(@Nullable RecordedDecision recorded, @Nullable ArchivedSet kept) {
            this.kept = kept instanceof ArchivedSet.Available whole ? whole : null;
            this.recorded = recorded;
        }

        /** The text of the exceptions of a rule that applied, or null if unknown. */
        @Nullable
        String exception(@Nullable String rule) {
            if (kept == null || recorded == null || rule == null) {
                return null;
            }
            var held = MatchedExceptions.held(kept.policySet(), asked(recorded), rule);
            return held.isEmpty()
                    ? null
                    : phrases.list(
                            held.stream().map(conditions::describe).distinct().toList());
        }

        /** The nearest change that would have reversed the decision, or null if unknown. */
        @Nullable
        String change() {
            if (kept == null
                    || recorded == null
                    || recorded.isRefusedAfterPolicies()
                    || recorded.question().caller().preconditionFailure() != null) {
                return null;
            }
            var turn = recorded.verdict().permits() ? "change.refuse" : "change.permit";
            return new CounterfactualSearch(kept.policySet(), kept.policies(), asked(recorded))
                    .nearestChanges()
                    .findFirst()
                    .map(change ->
                            phrases.format(turn, conditions.change(change.attribute(), change.to()), change.rule()))
                    .orElseGet(() -> phrases.format("change.none"));
        }

        private static ExplainedCall asked(RecordedDecision recorded) {
            var question = recorded.question();
            return new ExplainedCall(question.caller(), question.call(), question.now(), question.now());
        }
    }
}
