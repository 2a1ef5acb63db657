package io.facegate.ledger.narrative;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.narrative.ObligationLine.State;
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

/** Sentences for the obligations of a permit. */
final class ObligationSentences {
    private static final double THOUSAND = 1000;

    private static final List<Kind> OBLIGATIONS = Arrays.stream(Kind.values())
            .sorted(Comparator.comparing(Kind::type))
            .toList();

    private final MessageBundle phrases;
    private final WordTitles titles;
    private final UnaryOperator<String> times;
    private final ValueFormat values;

    /** @param times formats a time */
    ObligationSentences(MessageBundle phrases, WordTitles titles, UnaryOperator<String> times) {
        this.phrases = phrases;
        this.titles = titles;
        this.times = times;
        this.values = new ValueFormat(phrases);
    }

    /**
     * The obligations of a decision.
     *
     * @param outcome its outcome's record, or null
     * @param review what became of its answer, if it was held
     */
    List<ObligationLine> lines(JsonNode decision, @Nullable JsonNode outcome, ReviewState review) {
        var asked = decision.path("obligations");
        var said = new ArrayList<ObligationLine>();
        for (var kind : OBLIGATIONS) {
            if (asked.has(kind.recordKey())) {
                var state = state(kind, outcome, review);
                obligation(kind, asked.path(kind.recordKey()))
                        .forEach(sentence -> said.add(new ObligationLine(sentence, state)));
            }
        }
        return said;
    }

    private static State state(Kind kind, @Nullable JsonNode outcome, ReviewState review) {
        var status = outcome == null ? "" : outcome.path("status").asText();
        boolean answered = status.equals("ok") || status.equals("released");
        if (kind == Kind.REVIEWERS && status.equals("held")) {
            return switch (review) {
                case APPROVED, RELEASED -> State.APPROVED;
                case REJECTED -> State.REJECTED;
                case NONE, WAITING -> State.WAITING;
            };
        }
        if (status.isEmpty()) {
            return State.OPEN;
        }
        return switch (kind) {
            case REVIEWERS -> status.equals("released") ? State.APPROVED : State.IDLE;
            case MIN_SIMILARITY, MAX_RESULTS, REDACT -> answered ? State.APPLIED : State.IDLE;
            case PICTURES, TEMPLATES -> State.CHECKED;
            default -> answered ? State.TOLD : State.IDLE;
        };
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
