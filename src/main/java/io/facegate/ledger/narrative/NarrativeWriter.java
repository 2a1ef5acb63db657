package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writer of explanations of decisions, in one language. */
public final class NarrativeWriter {
    private static final Pattern UNKNOWN_PLACE = Pattern.compile("\\b(jurisdiction|established_in): absent\\b");
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
        this.titles = WordTitles.in(language);
        this.conditions = new ConditionNarrator(phrases, titles);
        this.hindsight = new ReplayExplanation(policies, phrases, conditions);
        this.names = names;
    }

    /** Explains a decision. */
    public Narrative tell(DecisionDetails details) {
        var outcome = details.outcome() == null ? null : read(details.outcome().json());
        var told = tell(details.decision().json(), outcome);
        return details.tampered() == null
                ? told
                : told.ending(phrases.say("ended.tampered", details.tampered().index() + 1));
    }

    private Narrative tell(byte[] record, @Nullable JsonNode outcome) {
        var decision = read(record);
        boolean permit = decision.path("verdict").asText().equals("permit");
        boolean question = decision.path("kind").asText().equals("EVALUATION");
        var seen = hindsight.of(record);
        return new Narrative(
                asked(decision),
                decided(decision, permit),
                why(decision, permit),
                new NoteSentences(phrases, titles, this::when).of(decision, seen::exception),
                seen.change(),
                question ? phrases.say("ended.question") : permit ? ended(outcome) + unnamed(outcome) : null);
    }

    /** Explains a decision that is not on record. */
    public Narrative tell(byte[] judgement) {
        return tell(judgement, null);
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
                    : phrases.say("sentence.purpose", titles.within(WordTitles.PURPOSE, purpose));
            boolean permit = decision.path("verdict").asText().equals("permit");
            var rule = decision.path("rule").asText();
            var caller = who(decision.path("organisation"));
            return permit
                    ? phrases.say("sentence.permit", caller, capabilities(decision), toWhat, rule)
                    : phrases.say("sentence.refuse", caller, capabilities(decision), toWhat, code(decision), rule);
        } catch (IOException damaged) {
            return null;
        }
    }

    private String asked(JsonNode decision) {
        var behalf = new ArrayList<String>();
        decision.path("on_behalf_of")
                .forEach(one -> behalf.add(one.isTextual() ? names.apply(one.asText()) : who(one)));
        return phrases.say(
                "asked",
                who(decision.path("organisation")),
                capabilities(decision),
                decision.path("operation").asText(),
                titles.within(WordTitles.PROVIDER, decision.path("provider").asText()),
                behalf.isEmpty() ? "" : phrases.say("asked.behalf", phrases.join(behalf)),
                purpose(decision),
                when(decision.path("time").asText()));
    }

    private String who(JsonNode organisation) {
        return phrases.say(
                "who",
                names.apply(organisation.path("id").asText()),
                titles.within(WordTitles.ORGANISATION, organisation.path("type").asText()));
    }

    private String purpose(JsonNode decision) {
        var purpose = decision.path("purpose").asText();
        if (!purpose.isEmpty()) {
            return phrases.say("asked.purpose", titles.within(WordTitles.PURPOSE, purpose));
        }
        boolean other = decision.path("code").asText().equals("purpose_not_registered");
        return phrases.say(other ? "asked.otherpurpose" : "asked.nopurpose");
    }

    private String capabilities(JsonNode decision) {
        var words = conditions
                .titled(WordTitles.CAPABILITY, list(decision.path("capabilities")))
                .toList();
        return words.isEmpty() ? phrases.say("asked.unclassified") : phrases.join(words, "and.capability");
    }

    private String decided(JsonNode decision, boolean permit) {
        if (permit) {
            return phrases.say("decided.permit");
        }
        return phrases.say(decision.has("requestable") ? "decided.review" : "decided.refuse", code(decision));
    }

    private String why(JsonNode decision, boolean permit) {
        var rule = decision.path("rule").asText();
        var clause = decision.path("clause").asText();
        if (permit) {
            return because("why.permit", rule, clause) + fact(decision);
        }
        if (decision.path("code").asText().equals("no_rule_permits")) {
            return phrases.say("why.lacking", conditions.of(clause));
        }
        if (rule.startsWith("facegate/")) {
            return phrases.say("why.builtin", rule);
        }
        return because("why.refuse", rule, clause) + fact(decision) + unknown(decision) + source(decision);
    }

    private String because(String decided, String rule, String clause) {
        if (clause.isEmpty()) {
            return phrases.say(decided, rule);
        }
        return phrases.say(decided, rule)
                + (clause.equals("every call")
                        ? phrases.plain("why.every")
                        : phrases.say("why.clause", conditions.of(clause)));
    }

    private String fact(JsonNode decision) {
        var fact = decision.path("fact").asText();
        boolean said = fact.isEmpty() || fact.equals(decision.path("clause").asText());
        return said ? "" : phrases.say("why.fact", conditions.of(fact));
    }

    /** Adds a sentence if a rule refuses because a place, or anything else, is unknown. */
    private String unknown(JsonNode decision) {
        var fact = decision.path("fact").asText();
        if (UNKNOWN_PLACE.matcher(fact).find()) {
            return phrases.plain("why.place");
        }
        return fact.contains(": absent") ? phrases.plain("why.unknown") : "";
    }

    private String source(JsonNode decision) {
        var citation = decision.path("citation").asText();
        var checked = decision.path("checked").asText();
        if (citation.isEmpty()) {
            return "";
        }
        return checked.isEmpty()
                ? phrases.say("why.citation", citation)
                : phrases.say("why.citation.checked", citation, day(checked));
    }

    private String ended(@Nullable JsonNode outcome) {
        if (outcome == null) {
            return phrases.say("ended.open");
        }
        var status = outcome.path("status").asText();
        var code = outcome.path("code").asText();
        if (status.equals("ok")) {
            var answered = outcome.has("results")
                    ? phrases.say("ended.ok.results", outcome.path("results").asInt())
                    : phrases.say("ended.ok");
            return code.isEmpty() ? answered : answered + ' ' + phrases.say("ended.ok.partly", code);
        }
        var key = "ended." + status;
        return phrases.has(key) ? phrases.say(key, code) : status;
    }

    /** Adds a hint to search the vendor's own audit log, if its answers had no id. */
    private String unnamed(@Nullable JsonNode outcome) {
        return outcome != null && outcome.has("vendor_unnamed") ? ' ' + phrases.say("ended.unnamed") : "";
    }

    private String code(JsonNode decision) {
        return titles.within(WordTitles.CODE, decision.path("code").asText());
    }

    private String when(String time) {
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
