package io.facegate.ledger.telling;

import io.facegate.ledger.replay.KeptPolicies;
import io.facegate.ledger.replay.KeptPolicies.Kept;
import io.facegate.ledger.replay.Read;
import io.facegate.ledger.replay.RecordReader;
import io.facegate.ledger.replay.Recorded;
import io.facegate.policy.explain.Asked;
import io.facegate.policy.explain.Exceptions;
import io.facegate.policy.explain.Neighbours;
import io.facegate.policy.speech.Phrases;
import org.jspecify.annotations.Nullable;

/** What can be told of a decision by asking the policies that made it again, where they are kept. */
final class Hindsight {
    private final KeptPolicies policies;
    private final Phrases phrases;
    private final Conditions conditions;

    Hindsight(KeptPolicies policies, Phrases phrases, Conditions conditions) {
        this.policies = policies;
        this.phrases = phrases;
        this.conditions = conditions;
    }

    Seen of(byte[] record) {
        if (RecordReader.read(record, 0, record.length) instanceof Read.Judged(var recorded)) {
            return new Seen(recorded, policies.of(recorded.policies()));
        }
        return new Seen(null, null);
    }

    /** One decision, judged again. */
    final class Seen {
        private final Kept.@Nullable Whole judging;
        private final @Nullable Recorded recorded;

        private Seen(@Nullable Recorded recorded, @Nullable Kept judging) {
            this.judging = judging instanceof Kept.Whole whole ? whole : null;
            this.recorded = recorded;
        }

        /** The words of the exceptions of a rule that held, or null where they cannot be told. */
        @Nullable
        String exception(@Nullable String rule) {
            if (judging == null || recorded == null || rule == null) {
                return null;
            }
            var held = Exceptions.held(judging.book(), asked(recorded), rule);
            return held.isEmpty()
                    ? null
                    : phrases.list(held.stream().map(conditions::of).distinct().toList());
        }

        /** The nearest change that would have turned it, or null where that cannot be told. */
        @Nullable
        String change() {
            if (judging == null
                    || recorded == null
                    || recorded.beyond()
                    || recorded.question().caller().doubt() != null) {
                return null;
            }
            var turn = recorded.verdict().permits() ? "change.refuse" : "change.permit";
            return new Neighbours(judging.book(), judging.policies(), asked(recorded))
                    .turning()
                    .findFirst()
                    .map(change -> phrases.say(turn, conditions.change(change.attribute(), change.to()), change.rule()))
                    .orElseGet(() -> phrases.say("change.none"));
        }

        private static Asked asked(Recorded recorded) {
            var question = recorded.question();
            return new Asked(question.caller(), question.call(), question.now(), question.now());
        }
    }
}
