package io.facegate.ledger.narrative;

import io.facegate.call.Capability;
import io.facegate.call.NearestChange;
import io.facegate.call.PreconditionFailure;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import io.facegate.ledger.replay.RecordReader;
import io.facegate.ledger.replay.RecordedDecision;
import io.facegate.ledger.replay.ReplayLine;
import io.facegate.policy.Decision;
import io.facegate.policy.explain.AttributesToLeaveOut;
import io.facegate.policy.explain.CounterfactualSearch;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.explain.MatchedExceptions;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explanation by replay: asks the archived policies that made a decision again. */
final class ReplayExplanation {
    /** What makes a call another call. */
    private static final Set<String> OF_OTHERS = Stream.of(
                    Attribute.ORGANISATION,
                    Attribute.ORGANISATION_ID,
                    Attribute.ON_BEHALF_OF,
                    Attribute.PROVIDER,
                    Attribute.CAPABILITY)
            .map(Attribute::word)
            .collect(Collectors.toUnmodifiableSet());

    /** What an operator can put right of a registration or a key, so that the same call is judged on its merits. */
    private static final Set<PreconditionFailure> OF_REGISTRATION = Set.of(
            PreconditionFailure.PURPOSE_EXPIRED,
            PreconditionFailure.VERIFICATION_EXPIRED,
            PreconditionFailure.ORGANISATION_SUSPENDED,
            PreconditionFailure.ORGANISATION_NOT_VERIFIED,
            PreconditionFailure.PARENT_NOT_SERVED,
            PreconditionFailure.KEY_WIRE_NOT_ALLOWED);

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
            return new Seen(record, recorded, policies.find(recorded.policies()));
        }
        return new Seen(record, null, null);
    }

    /** One replayed decision. */
    final class Seen {
        private final byte[] record;
        private final ArchivedSet.@Nullable Available kept;
        private final @Nullable RecordedDecision recorded;

        private Seen(byte[] record, @Nullable RecordedDecision recorded, @Nullable ArchivedSet kept) {
            this.record = record;
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

        /** What the rule that decided says, or null if the policies that decided are not kept. */
        @Nullable
        RuleStatement rule() {
            if (kept == null || recorded == null) {
                return null;
            }
            var told = recorded.toldRefusal(kept, record);
            var id = recorded.verdict().rule();
            return kept.policySet().rules().stream()
                    .filter(rule -> rule.id().equals(id))
                    .findFirst()
                    .map(rule -> RuleStatement.of(rule, told))
                    .orElseGet(() -> RuleStatement.builtin(id, told));
        }

        /** The nearest change that would have reversed the decision, or null if unknown. */
        @Nullable
        String change() {
            if (kept == null || recorded == null || recorded.isRefusedAfterPolicies()) {
                return null;
            }
            var failure = recorded.question().caller().preconditionFailure();
            if (failure != null) {
                return OF_REGISTRATION.contains(failure) ? afterRemedy(kept, recorded, failure) : null;
            }
            return recorded.verdict().permits() ? refusingChange(kept, recorded) : permittingChange(kept, recorded);
        }

        /** What the policies say of the same call once the registration or the key is put right; null if unknown. */
        private @Nullable String afterRemedy(
                ArchivedSet.Available set, RecordedDecision refused, PreconditionFailure failure) {
            var question = refused.question();
            if (question.call().preconditionFailure() != null
                    || question.call().facts().capabilities().isEmpty()) {
                return null;
            }
            var caller = question.caller().withoutPreconditionFailure();
            var decided = set.policies()
                    .decideForVendors(caller, question.call(), question.now())
                    .decision();
            var remedy = phrases.text("change.remedy." + failure.code());
            return decided instanceof Decision.Refuse still
                    ? phrases.format("change.remedy", remedy, still.refusal().rule())
                    : phrases.format("change.permit", remedy);
        }

        /** What the call could have shown, asked or been for; who called, whom, and for whom are no changes of a call. */
        private @Nullable String refusingChange(ArchivedSet.Available set, RecordedDecision permitted) {
            return new CounterfactualSearch(set.policySet(), set.policies(), asked(permitted))
                    .nearestChanges()
                    .filter(change -> !OF_OTHERS.contains(change.attribute()))
                    .findFirst()
                    .map(change -> phrases.format(
                            "change.refuse", conditions.change(change.attribute(), change.to()), change.rule()))
                    .orElse(null);
        }

        /** The change that the same search proposes to callers: never another purpose, organisation, place or vendor. */
        private String permittingChange(ArchivedSet.Available set, RecordedDecision refused) {
            var question = refused.question();
            var left = AttributesToLeaveOut.find(set.policies(), question.caller(), question.call(), question.now());
            var change = left == null
                    ? set.policies().findNearestChange(question.caller(), question.call(), question.now())
                    : left;
            return change == null ? phrases.text("change.permit.none") : phrases.format("change.permit", parts(change));
        }

        private String parts(NearestChange change) {
            var parts = new ArrayList<String>();
            for (var one = change; one != null; one = one.and()) {
                parts.add(part(one));
            }
            return phrases.join(parts);
        }

        private String part(NearestChange change) {
            var key = "change." + change.kind().code();
            return switch (change.kind()) {
                case LEAVE_OUT_ATTRIBUTES ->
                    phrases.format(key, words(WordTitles.CAPABILITY, attributeCodes(change.names())));
                case REGISTER_EVIDENCE -> phrases.format(key, words(WordTitles.EVIDENCE, change.names()));
                case REGISTER_FACT -> phrases.format(key, words("attribute", attributeWords(change.names())));
                case RAISE_THRESHOLD -> phrases.format(key, String.join(", ", change.names()));
                case REGISTER_PLACE -> phrases.text(key);
            };
        }

        private String words(String kind, List<String> words) {
            return String.join(", ", conditions.titlesOf(kind, words).toList());
        }

        private static List<String> attributeCodes(List<String> names) {
            return names.stream()
                    .map(name -> Capability.ANALYZE.code() + '.' + name)
                    .toList();
        }

        private static List<String> attributeWords(List<String> facts) {
            return facts.stream()
                    .map(fact -> {
                        var attribute = Attribute.fromFact(fact);
                        return attribute == null ? fact : attribute.word();
                    })
                    .toList();
        }

        private static ExplainedCall asked(RecordedDecision recorded) {
            var question = recorded.question();
            return new ExplainedCall(question.caller(), question.call(), question.now(), question.now());
        }
    }
}
