package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.appeal.AppealStatement;
import io.facegate.ledger.history.DecisionHistory;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writer of explanations of decisions, in one language. */
public final class NarrativeWriter {
    private static final Pattern UNKNOWN_PLACE = Pattern.compile("\\b(jurisdiction|established_in): absent\\b");
    private static final Pattern ORGANISATION = Pattern.compile("\\borganisation: ([a-z0-9_.]+)");
    private static final String BUNDLE = "io.facegate.ledger.narrative.narrative";
    private final MessageBundle phrases;
    private final WordTitles titles;
    private final ConditionNarrator conditions;
    private final ReplayExplanation hindsight;
    private final UnaryOperator<String> names;

    /**
     * Creates a writer.
     *
     * @param names maps an organisation's id to its display name, or to the id itself
     * @param policies the sets that made the decisions, to find the nearest change that reverses one
     */
    public NarrativeWriter(Language language, UnaryOperator<String> names, PolicyHistory policies) {
        this.phrases = new MessageBundle(BUNDLE, language);
        this.titles = WordTitles.forLanguage(language);
        this.conditions = new ConditionNarrator(phrases, titles);
        this.hindsight = new ReplayExplanation(policies, phrases, conditions);
        this.names = names;
    }

    /** Explains a decision. */
    public Narrative explain(DecisionDetails details) {
        var outcome = details.outcome() == null ? null : read(details.outcome().json());
        var told = explain(details.decision().json(), outcome);
        return details.tampered() == null
                ? told
                : told.withOutcome(
                        phrases.format("ended.tampered", details.tampered().index() + 1));
    }

    private Narrative explain(byte[] record, @Nullable JsonNode outcome) {
        var decision = read(record);
        boolean permit = decision.path("verdict").asText().equals("permit");
        boolean question = decision.path("kind").asText().equals("EVALUATION");
        var seen = hindsight.replay(record);
        return new Narrative(
                describeRequest(decision),
                describeDecision(decision, permit, outcome),
                explainReason(decision, permit),
                source(decision),
                new NoteSentences(phrases, titles, this::formatTime).sentences(decision, seen::exception),
                seen.change(),
                question ? phrases.format("ended.question") : permit ? OutcomeSentences.of(phrases, outcome) : null);
    }

    /** What the rule that decided says for itself; null if the policies that decided are not kept. */
    public @Nullable RuleStatement statement(byte[] record) {
        return hindsight.replay(record).rule();
    }

    /** The obligations of a permit, each with what is known of whether it was met. */
    public List<ObligationLine> obligations(DecisionDetails details, ReviewState review) {
        var outcome = details.outcome();
        return new ObligationSentences(phrases, titles, this::formatTime)
                .lines(details.decision().fields(), outcome == null ? null : outcome.fields(), review);
    }

    /** What led to a decision and followed it, in order. */
    public List<TimelineEvent> timeline(DecisionDetails details, DecisionHistory history, TimelineWriter.Texts texts) {
        return new TimelineWriter(phrases, titles, texts).events(details, history);
    }

    /** Explains a decision that is not on record. */
    public Narrative explain(byte[] judgement) {
        return explain(judgement, null);
    }

    /** Tells the steps of an appeal, one a sentence. */
    public List<String> describeAppeal(List<AppealStatement> statements) {
        var told = new ArrayList<String>();
        for (var statement : statements) {
            var text = switch (statement.text()) {
                case CommittedText.Verified(var kept) -> kept;
                case CommittedText.Absent _ -> phrases.text("appeal.absent");
                case CommittedText.Tampered _ -> phrases.text("appeal.tampered");
            };
            var step = statement.step();
            told.add(phrases.format(
                    "appeal." + step.act().act(), formatTime(step.time().toString()), text));
        }
        if (statements.getLast().step().act() == AppealAct.FILED) {
            told.add(phrases.text("appeal.open"));
        }
        return told;
    }

    /** Summarises a decision in one sentence; null for other kinds of record and unreadable ones. */
    public @Nullable String sentence(byte[] record) {
        try {
            var decision = JsonMappers.PLAIN.readTree(record);
            if (!decision.has("verdict")) {
                return null;
            }
            var purpose = decision.path("purpose").asText();
            var toWhat = purpose.isEmpty()
                    ? ""
                    : phrases.format("sentence.purpose", titles.titleInSentence(WordTitles.PURPOSE, purpose));
            boolean permit = decision.path("verdict").asText().equals("permit");
            var rule = decision.path("rule").asText();
            var caller = describeCaller(decision.path("organisation"));
            return permit
                    ? phrases.format("sentence.permit", caller, capabilities(decision), toWhat, rule)
                    : phrases.format("sentence.refuse", caller, capabilities(decision), toWhat, code(decision), rule);
        } catch (IOException damaged) {
            return null;
        }
    }

    /** Summarises a decision in one sentence, which says too what became of an answer that people had to review. */
    public @Nullable String sentence(DecisionDetails details, ReviewState review) {
        var decision = read(details.decision().json());
        boolean permit = decision.path("verdict").asText().equals("permit");
        boolean reviewed = permit && (review != ReviewState.NONE || decision.has("review"));
        if (!reviewed) {
            return sentence(details.decision().json());
        }
        var key = review == ReviewState.NONE ? "handed" : review.name().toLowerCase(Locale.ROOT);
        var purpose = decision.path("purpose").asText();
        return phrases.format(
                "sentence." + key,
                describeCaller(decision.path("organisation")),
                capabilities(decision),
                purpose.isEmpty()
                        ? ""
                        : phrases.format("sentence.purpose", titles.titleInSentence(WordTitles.PURPOSE, purpose)));
    }

    /** What the records show of an obligation. */
    public static String obligationState(ObligationLine.State state, Language language) {
        return new MessageBundle(BUNDLE, language).text(state.key());
    }

    private String describeRequest(JsonNode decision) {
        var behalf = new ArrayList<String>();
        decision.path("on_behalf_of")
                .forEach(one -> behalf.add(one.isTextual() ? names.apply(one.asText()) : describeCaller(one)));
        return phrases.format(
                "asked",
                describeCaller(decision.path("organisation")),
                capabilities(decision),
                decision.path("operation").asText(),
                titles.titleInSentence(
                        WordTitles.PROVIDER, decision.path("provider").asText()),
                behalf.isEmpty() ? "" : phrases.format("asked.behalf", phrases.join(behalf)),
                purpose(decision),
                formatTime(decision.path("time").asText()));
    }

    private String describeCaller(JsonNode organisation) {
        return phrases.format(
                "who",
                names.apply(organisation.path("id").asText()),
                titles.titleInSentence(
                        WordTitles.ORGANISATION, organisation.path("type").asText()));
    }

    private String purpose(JsonNode decision) {
        var purpose = decision.path("purpose").asText();
        if (!purpose.isEmpty()) {
            return phrases.format("asked.purpose", titles.titleInSentence(WordTitles.PURPOSE, purpose));
        }
        if (decision.has("purposes")) {
            return phrases.text("asked.conflict");
        }
        boolean other = decision.path("code").asText().equals("purpose_not_registered");
        return phrases.format(other ? "asked.otherpurpose" : "asked.nopurpose");
    }

    private String capabilities(JsonNode decision) {
        var words = conditions
                .titlesOf(WordTitles.CAPABILITY, list(decision.path("capabilities")))
                .toList();
        return words.isEmpty() ? phrases.format("asked.unclassified") : phrases.join(words, "and.capability");
    }

    private String describeDecision(JsonNode decision, boolean permit, @Nullable JsonNode outcome) {
        if (permit) {
            boolean held = outcome != null && outcome.path("status").asText().equals("held");
            return phrases.text(held ? "decided.held" : decision.has("review") ? "decided.released" : "decided.permit");
        }
        return phrases.format(decision.has("requestable") ? "decided.review" : "decided.refuse", code(decision));
    }

    private String explainReason(JsonNode decision, boolean permit) {
        var rule = decision.path("rule").asText();
        var clause = decision.path("clause").asText();
        if (permit) {
            return explainClause("why.permit", rule, clause) + fact(decision);
        }
        if (decision.path("code").asText().equals("no_rule_permits")) {
            return phrases.format("why.lacking", conditions.describe(clause));
        }
        if (rule.startsWith("facegate/")) {
            return phrases.format("why.builtin", rule);
        }
        return explainClause("why.refuse", rule, clause) + fact(decision) + unknown(decision);
    }

    private String explainClause(String decided, String rule, String clause) {
        if (clause.isEmpty()) {
            return phrases.format(decided, rule);
        }
        return phrases.format(decided, rule)
                + (clause.equals("every call")
                        ? phrases.text("why.every")
                        : phrases.format("why.clause", conditions.describe(clause)));
    }

    private String fact(JsonNode decision) {
        var fact = decision.path("fact").asText();
        boolean said = fact.isEmpty() || fact.equals(decision.path("clause").asText());
        return (said ? "" : phrases.format("why.fact", conditions.describe(fact))) + behalf(decision, fact);
    }

    /** Adds a sentence if the type of an organisation that the call was made for matched, and not the caller's own. */
    private String behalf(JsonNode decision, String fact) {
        var matched = ORGANISATION.matcher(fact);
        var own = decision.path("organisation").path("type").asText();
        if (!matched.find() || own.equals(matched.group(1))) {
            return "";
        }
        var meant = new ArrayList<String>();
        for (var one : decision.path("on_behalf_of")) {
            if (one.path("type").asText().equals(matched.group(1))) {
                meant.add(names.apply(one.path("id").asText()));
            }
        }
        return meant.isEmpty() ? "" : phrases.format("why.behalf", phrases.join(meant));
    }

    /** Adds a sentence if a rule refuses because a place, or anything else, is unknown. */
    private String unknown(JsonNode decision) {
        var fact = decision.path("fact").asText();
        if (UNKNOWN_PLACE.matcher(fact).find()) {
            return phrases.text("why.place");
        }
        return fact.contains(": absent") ? phrases.text("why.unknown") : "";
    }

    private String source(JsonNode decision) {
        var citation = decision.path("citation").asText();
        var checked = decision.path("checked").asText();
        if (citation.isEmpty()) {
            return "";
        }
        return checked.isEmpty()
                ? phrases.format("why.citation", citation)
                : phrases.format("why.citation.checked", citation, day(checked));
    }

    private String code(JsonNode decision) {
        return titles.titleInSentence(WordTitles.CODE, decision.path("code").asText());
    }

    private String formatTime(String time) {
        try {
            return phrases.time("time", Instant.parse(time));
        } catch (DateTimeException unreadable) {
            return time;
        }
    }

    private String day(String day) {
        try {
            return phrases.time("day", LocalDate.parse(day));
        } catch (DateTimeException unreadable) {
            return day;
        }
    }

    static List<String> list(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.asText()));
        return found;
    }

    private static JsonNode read(byte[] record) {
        try {
            return JsonMappers.PLAIN.readTree(record);
        } catch (IOException damaged) {
            throw new Fault.LedgerDown("A record cannot be read. Run: facegate ledger verify");
        }
    }
}
