package io.facegate.usecase.policy;

import io.facegate.call.NearestChange;
import io.facegate.policy.Decision;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.policy.CallTrials.Trial;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers programs that ask how the policies in force would decide a made-up call. Nothing is sent or recorded. */
public final class PolicyTrialAnswer {
    /** What a question can say. */
    public static final List<String> FIELDS = TrialQuestion.KEYS;

    private PolicyTrialAnswer() {}

    /** Thrown where a question cannot be meant. */
    public static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String field;

        Mistake(String field, String sentence) {
            super(sentence, null, false, false);
            this.field = field;
        }

        /** Which field is wrong. */
        public String field() {
            return field;
        }
    }

    /**
     * The fields of the answer.
     *
     * @return empty if the archive does not hold the policies in force unaltered, so that their rules cannot be shown
     * @throws Mistake if the question cannot be meant
     * @throws CallTrials.Busy if too many calls are tried at once
     */
    public static Optional<Map<String, @Nullable Object>> of(CallTrials trials, QuestionFields question, Instant now) {
        var call = new TrialQuestion(question).call(trials, now.truncatedTo(ChronoUnit.SECONDS));
        return trials.attempt(call, Language.EN).map(trial -> fields(trial, now));
    }

    /** Says, for a day before today, that the policies of that day were not asked; null for today and later. */
    private static @Nullable String note(Instant at, Instant now) {
        return at.isBefore(now.truncatedTo(ChronoUnit.DAYS))
                ? "The policies in force now answered, with each rule's own dates as on that day. On that day other"
                        + " policies may have been in force: the console's page Try a call uses those, where they are"
                        + " kept."
                : null;
    }

    private static Map<String, @Nullable Object> fields(Trial trial, Instant now) {
        var decision = trial.judged().decision();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("verdict", decision instanceof Decision.Permit ? "permit" : "refuse");
        fields.put("rule", decision.rule());
        fields.put("clause", decision.clause());
        fields.put("fact", decision.fact());
        switch (decision) {
            case Decision.Refuse refuse -> {
                fields.put("code", refuse.refusal().code());
                fields.put("reason", refuse.refusal().reason());
                fields.put("citation", refuse.refusal().citation());
            }
            case Decision.Permit permit -> {
                fields.put("obligations", permit.obligations().toPolicyForm());
                fields.put("citation", permit.reason().source());
            }
        }
        var narrative = trial.judged().narrative();
        fields.put("explanation", List.of(narrative.asked(), narrative.decided(), narrative.why()));
        fields.put("matched", trial.matched().stream().map(Rule::id).toList());
        fields.put("unknown", trial.unknown().stream().map(Attribute::word).toList());
        fields.put("nearestChange", trial.nearest() == null ? null : fields(trial.nearest()));
        fields.put("changes", changes(trial));
        fields.put("at", trial.judged().call().now().toString());
        fields.put("until", trial.until() == null ? null : trial.until().toString());
        fields.put("policies", decision.policies());
        fields.put("note", note(trial.judged().call().now(), now));
        return fields;
    }

    private static List<Map<String, String>> changes(Trial trial) {
        return trial.changes().stream()
                .map(change -> Map.of("attribute", change.attribute(), "to", change.to(), "rule", change.rule()))
                .toList();
    }

    private static Map<String, Object> fields(NearestChange change) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", change.kind().code());
        fields.put("names", change.names());
        fields.put("by", change.kind().by());
        if (change.and() != null) {
            fields.put("and", fields(change.and()));
        }
        return fields;
    }
}
