package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCountClass;
import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.record.RecordField;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sentences for the notes of a record: what it holds besides the decision. */
final class NoteSentences {
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
                notes.add(phrases.format("note." + note.key(), value(note, decision.path(note.key()))));
            }
        }
        addFaces(decision, notes);
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
        obligations(decision, notes);
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

    /** Adds why a call with a picture of several people counts as a search for a person, live or later. */
    private void addFaces(JsonNode decision, List<String> notes) {
        var faces = decision.path("faces").asText();
        var capabilities = NarrativeWriter.list(decision.path("capabilities"));
        if (faces.equals(FaceCountClass.SEVERAL.code())
                || (faces.equals(FaceCountClass.NOT_COUNTED.code())
                        && capabilities.contains(Capability.IDENTIFY_LIVE.code()))) {
            var meaning = capabilities.contains(Capability.IDENTIFY_LIVE.code())
                    ? ' ' + phrases.text("note.faces.search")
                    : "";
            notes.add(phrases.text("note.faces." + faces) + meaning);
        }
    }

    /** The value of a note: a number, a list of words, or a word. */
    private Object value(RecordField note, JsonNode value) {
        if (note == RecordField.PURPOSES) {
            return phrases.list(titlesOf(WordTitles.PURPOSE, value));
        }
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

    private void obligations(JsonNode decision, List<String> notes) {
        var said = new ObligationSentences(phrases, titles, times)
                .lines(decision, null, ReviewState.NONE).stream()
                        .map(ObligationLine::sentence)
                        .toList();
        if (!said.isEmpty()) {
            notes.add(phrases.format("note.obligations", phrases.list(said)));
        }
    }

    private List<String> titlesOf(String kind, JsonNode words) {
        return NarrativeWriter.list(words).stream()
                .map(word -> titles.titleInSentence(kind, word))
                .toList();
    }
}
