package io.facegate.ledger.narrative;

import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes rule conditions, and the attributes of calls, in plain language. */
final class ConditionNarrator {
    private static final Pattern PARTS = Pattern.compile(", (?=(?:"
            + Arrays.stream(Attribute.values()).map(Attribute::word).collect(Collectors.joining("|")) + "|when): )");
    private static final Pattern RANGE = Pattern.compile("(?:at least (\\S+))?(?: and )?(?:below (\\S+))?");

    private final MessageBundle phrases;
    private final WordTitles titles;
    private final ValueFormat values;
    private final UnaryOperator<String> places;

    ConditionNarrator(MessageBundle phrases, WordTitles titles) {
        this(phrases, titles, UnaryOperator.identity());
    }

    /** @param places the names of places, by their codes */
    ConditionNarrator(MessageBundle phrases, WordTitles titles, UnaryOperator<String> places) {
        this.places = places;
        this.phrases = phrases;
        this.titles = titles;
        this.values = new ValueFormat(phrases);
    }

    /** Describes a clause as records hold it, such as {@code organisation: bank, purpose: loyalty}. */
    String describe(String clause) {
        return phrases.list(Arrays.stream(PARTS.split(clause)).map(this::part).toList());
    }

    private String part(String part) {
        int cut = part.indexOf(": ");
        var attribute = cut < 0 ? null : Attribute.fromWord(part.substring(0, cut));
        if (attribute == null) {
            return part.startsWith("when: ") ? phrases.format("part.when", part.substring("when: ".length())) : part;
        }
        return part(attribute, part.substring(cut + 2));
    }

    /** Describes an attribute with its values, separated by commas or given as alternatives. */
    String part(Attribute attribute, String values) {
        if (attribute.isRange()) {
            return describeAttribute(attribute, range(values));
        }
        var alternatives = values.split(" or ", -1);
        var all = alternatives.length > 1 ? alternatives : values.split(", ", -1);
        var words = Arrays.stream(all).map(word -> word(attribute, word)).toList();
        return describeAttribute(
                attribute, alternatives.length > 1 ? phrases.joinWithOr(words) : String.join(", ", words));
    }

    private String describeAttribute(Attribute attribute, String values) {
        return phrases.format("part", titles.titleInSentence("attribute", attribute.word()), values);
    }

    /** The value of an attribute: a word, a place, a name, or a range of numbers. */
    String value(Attribute attribute, String value) {
        return attribute.isRange() ? range(value) : word(attribute, value);
    }

    /** A range of numbers that a rule asks of an attribute. */
    String value(Attribute attribute, NumberRange range) {
        return range(attribute, range);
    }

    private String word(Attribute attribute, String word) {
        boolean known = attribute.kind() == Kind.WORD || word.equals("absent") || word.equals("unknown");
        if (known) {
            return titles.titleInSentence(attribute.word(), word);
        }
        var named = attribute.kind() == Kind.PLACE ? places.apply(word) : word;
        if (!named.equals(word)) {
            return named;
        }
        return phrases.has("group." + word) ? phrases.text("group." + word) : word;
    }

    private String range(String text) {
        var found = RANGE.matcher(text);
        if (text.isEmpty() || !found.matches()) {
            return Arrays.stream(text.split(", ", -1))
                    .map(word -> titles.titleInSentence("", values.format(word)))
                    .collect(Collectors.joining(", "));
        }
        return range(found.group(1), found.group(2));
    }

    private String range(@Nullable String least, @Nullable String below) {
        if (least != null && below != null) {
            return phrases.format("range.both", values.format(least), values.format(below));
        }
        return least != null
                ? phrases.format("range.least", values.format(least))
                : phrases.format("range.below", values.format(String.valueOf(below)));
    }

    /** Describes a rule's condition. */
    String describe(MatchCondition match) {
        var parts = new ArrayList<String>();
        match.words()
                .forEach((attribute, words) -> parts.add(describeAttribute(
                        attribute,
                        phrases.joinWithOr(words.stream()
                                .sorted()
                                .map(word -> word(attribute, word))
                                .toList()))));
        match.ranges().forEach((attribute, range) -> parts.add(describeAttribute(attribute, range(attribute, range))));
        match.all().forEach(inside -> parts.add(describe(inside)));
        if (!match.any().isEmpty()) {
            parts.add(
                    phrases.joinWithOr(match.any().stream().map(this::describe).toList()));
        }
        return phrases.list(parts);
    }

    private String range(Attribute attribute, NumberRange range) {
        return range(formatEdge(attribute, range.atLeast()), formatEdge(attribute, range.below()));
    }

    private static @Nullable String formatEdge(Attribute attribute, double edge) {
        if (Double.isInfinite(edge)) {
            return null;
        }
        return switch (attribute.kind()) {
            case DATE -> Instant.ofEpochMilli((long) edge).toString();
            case DURATION -> Duration.ofMillis((long) edge).toString();
            default -> edge == Math.rint(edge) ? Long.toString((long) edge) : Double.toString(edge);
        };
    }

    /** Describes the required value of an attribute, as a change names it. */
    String change(String attribute, String to) {
        if (attribute.equals("now")) {
            return phrases.format(
                    "part",
                    phrases.format("change.now").toLowerCase(phrases.language().locale()),
                    values.format(to));
        }
        var of = Attribute.fromWord(attribute);
        if (of == null) {
            return phrases.format("part", attribute, to);
        }
        for (var kind : List.of("without", "only")) {
            if (to.startsWith(kind + ' ')) {
                return describeAttribute(of, phrases.format("to." + kind, word(of, to.substring(kind.length() + 1))));
            }
        }
        return to.equals("nobody") ? describeAttribute(of, phrases.format("to.nobody")) : part(of, to);
    }

    Stream<String> titlesOf(String kind, List<String> words) {
        return words.stream().map(word -> titles.titleInSentence(kind, word));
    }
}
