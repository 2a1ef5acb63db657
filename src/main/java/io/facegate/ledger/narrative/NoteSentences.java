package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.DecisionRecord;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import java.time.DateTimeException;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sentences for the notes of a record: what it holds besides the decision. */
final class NoteSentences {
    private static final double THOUSAND = 1000;

    private static final List<Kind> OBLIGATIONS = Arrays.stream(Kind.values())
            .sorted(Comparator.comparing(Kind::type))
            .toList();

    private final MessageBundle phrases;
    private final WordTitles titles;
    private final UnaryOperator<String> times;
    private final ValueFormat values;

    /** @param times formats a time */
    NoteSentences(MessageBundle phrases, WordTitles titles, UnaryOperator<String> times) {
        this.phrases = phrases;
        this.titles = titles;
        this.times = times;
        this.values = new ValueFormat(phrases);
    }

    /**
     * Returns all notes.
     *
     * @param exceptions the text of the exception of a rule that applied, or null if unknown
     */
    List<String> sentences(JsonNode decision, UnaryOperator<@Nullable String> exceptions) {
        var notes = new ArrayList<String>();
        addRoute(decision, notes);
        for (var note : DecisionRecord.notes()) {
            if (decision.has(note.key())) {
                notes.add(phrases.format("note." + note.key(), value(decision.path(note.key()))));
            }
        }
        var evidence = titlesOf(WordTitles.EVIDENCE, decision.path("evidence"));
        if (!evidence.isEmpty()) {
            notes.add(phrases.format("note.evidence", phrases.list(evidence)));
        }
        for (var rule : NarrativeWriter.list(decision.path("excepted"))) {
            var held = exceptions.apply(rule);
            notes.add(
                    held == null
                            ? phrases.format("note.excepted", rule)
                            : phrases.format("note.excepted.held", rule, held));
        }
        for (var kind : List.of("overridden", "warned", "shadow")) {
            NarrativeWriter.list(decision.path(kind)).forEach(rule -> notes.add(phrases.format("note." + kind, rule)));
        }
        addFurther(decision, notes);
        obligations(decision.path("obligations"), notes);
        addRequestable(decision, notes);
        return notes;
    }

    /** Adds the engine that answered, if it was not the vendor of the called API. */
    private void addRoute(JsonNode decision, List<String> notes) {
        var wire = decision.path("wire").asText();
        if (wire.isEmpty()) {
            return;
        }
        var engine = titles.titleInSentence(
                WordTitles.PROVIDER, decision.path("engine").asText());
        notes.add(
                wire.equals(CrossVendorRoute.NEUTRAL)
                        ? phrases.format("note.routed.neutral", engine)
                        : phrases.format("note.routed", titles.titleInSentence(WordTitles.PROVIDER, wire), engine));
    }

    /** The value of a note: a number, a list of words, or a word. */
    private Object value(JsonNode value) {
        return value.isArray()
                ? phrases.list(NarrativeWriter.list(value))
                : value.isNumber() ? (Object) value.asLong() : values.format(value.asText());
    }

    private void addFurther(JsonNode decision, List<String> notes) {
        int more = 0;
        for (var kind : List.of("excepted", "overridden", "warned", "shadow")) {
            more += Math.max(
                    0,
                    decision.path(kind + "_total").asInt() - decision.path(kind).size());
        }
        if (more > 0) {
            notes.add(phrases.format("note.more", more));
        }
    }

    private void addRequestable(JsonNode decision, List<String> notes) {
        if (decision.has("requestable")) {
            var evidence = titlesOf(WordTitles.EVIDENCE, decision.path("requestable"));
            notes.add(
                    evidence.isEmpty()
                            ? phrases.format("note.requestable.none")
                            : phrases.format("note.requestable", phrases.list(evidence)));
        }
    }

    private void obligations(JsonNode asked, List<String> notes) {
        var said = new ArrayList<String>();
        for (var kind : OBLIGATIONS) {
            if (asked.has(kind.recordKey())) {
                said.addAll(obligation(kind, asked.path(kind.recordKey())));
            }
        }
        if (!said.isEmpty()) {
            notes.add(phrases.format("note.obligations", phrases.list(said)));
        }
    }

    /** Tells what a kind of obligation asks, of a value as records hold it. */
    List<String> obligation(Kind kind, JsonNode value) {
        var key = "obligation." + kind.recordKey();
        return switch (kind.type()) {
            case SHARE -> List.of(phrases.format(key, value.asLong() / THOUSAND));
            case RESULTS, PEOPLE -> List.of(phrases.format(key, value.asInt()));
            case FLAG -> List.of(phrases.format(key));
            case CAPABILITIES -> words(key, titlesOf(WordTitles.CAPABILITY, value));
            case NOTICES -> words(key, titlesOf(WordTitles.NOTICE, value));
            case LENGTH ->
                List.of(phrases.format(
                        key, kind == Kind.AUTHORISATION ? times.apply(value.asText()) : values.format(value.asText())));
            case PERIOD ->
                List.of(
                        value.asText().equals("P0D")
                                ? phrases.format("obligation.none." + kind.recordKey())
                                : phrases.format(key, period(value.asText())));
            case DUTIES -> titlesOf(WordTitles.DUTY, value);
        };
    }

    private List<String> words(String key, List<String> words) {
        return words.isEmpty() ? List.of() : List.of(phrases.format(key, String.join(", ", words)));
    }

    @SuppressWarnings("JavaPeriodGetDays") // years and months are already written
    private String period(String text) {
        try {
            var period = Period.parse(text);
            var parts = new ArrayList<String>();
            part("years", period.getYears(), parts);
            part("months", period.getMonths(), parts);
            if (period.getDays() != 0 || parts.isEmpty()) {
                parts.add(phrases.format("period.days", period.getDays()));
            }
            return phrases.join(parts);
        } catch (DateTimeException unreadable) {
            return text;
        }
    }

    private void part(String unit, int count, List<String> parts) {
        if (count != 0) {
            parts.add(phrases.format("period." + unit, count));
        }
    }

    private List<String> titlesOf(String kind, JsonNode words) {
        return NarrativeWriter.list(words).stream()
                .map(word -> titles.titleInSentence(kind, word))
                .toList();
    }
}
