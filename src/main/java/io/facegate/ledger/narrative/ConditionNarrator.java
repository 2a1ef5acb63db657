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

    ConditionNarrator(MessageBundle phrases, WordTitles titles) {
        this.phrases = phrases;
        this.titles = titles;
        this.values = new ValueFormat(phrases);
    }

    /** Describes a clause as records hold it, such as {@code organisation: bank, purpose: loyalty}. */
    String of(String clause) {
        return phrases.list(Arrays.stream(PARTS.split(clause)).map(this::part).toList());
    }

    private String part(String part) {
        int cut = part.indexOf(": ");
        var attribute = cut < 0 ? null : Attribute.of(part.substring(0, cut));
        if (attribute == null) {
            return part.startsWith("when: ") ? phrases.say("part.when", part.substring("when: ".length())) : part;
        }
        return part(attribute, part.substring(cut + 2));
    }

    /** Describes an attribute with its values, separated by commas or given as alternatives. */
    String part(Attribute attribute, String values) {
        if (attribute.isRange()) {
            return named(attribute, range(values));
        }
        var alternatives = values.split(" or ", -1);
        var all = alternatives.length > 1 ? alternatives : values.split(", ", -1);
        var words = Arrays.stream(all).map(word -> word(attribute, word)).toList();
        return named(attribute, alternatives.length > 1 ? phrases.either(words) : String.join(", ", words));
    }

    private String named(Attribute attribute, String values) {
        return phrases.say("part", titles.within("attribute", attribute.word()), values);
    }

    private String word(Attribute attribute, String word) {
        boolean known = attribute.kind() == Kind.WORD || word.equals("absent") || word.equals("unknown");
        if (known) {
            return titles.within(attribute.word(), word);
        }
        return phrases.has("group." + word) ? phrases.plain("group." + word) : word;
    }

    private String range(String text) {
        var found = RANGE.matcher(text);
        if (text.isEmpty() || !found.matches()) {
            return Arrays.stream(text.split(", ", -1))
                    .map(word -> titles.within("", values.of(word)))
                    .collect(Collectors.joining(", "));
        }
        return range(found.group(1), found.group(2));
    }

    private String range(@Nullable String least, @Nullable String below) {
        if (least != null && below != null) {
            return phrases.say("range.both", values.of(least), values.of(below));
        }
        return least != null
                ? phrases.say("range.least", values.of(least))
                : phrases.say("range.below", values.of(String.valueOf(below)));
    }

    /** Describes a rule's condition. */
    String of(MatchCondition match) {
        var parts = new ArrayList<String>();
        match.words()
                .forEach((attribute, words) -> parts.add(named(
                        attribute,
                        phrases.either(words.stream()
                                .sorted()
                                .map(word -> word(attribute, word))
                                .toList()))));
        match.ranges().forEach((attribute, range) -> parts.add(named(attribute, range(attribute, range))));
        match.all().forEach(inside -> parts.add(of(inside)));
        if (!match.any().isEmpty()) {
            parts.add(phrases.either(match.any().stream().map(this::of).toList()));
        }
        return phrases.list(parts);
    }

    private String range(Attribute attribute, NumberRange range) {
        return range(shown(attribute, range.atLeast()), shown(attribute, range.below()));
    }

    private static @Nullable String shown(Attribute attribute, double edge) {
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
            return phrases.say(
                    "part",
                    phrases.say("change.now").toLowerCase(phrases.language().locale()),
                    values.of(to));
        }
        var of = Attribute.of(attribute);
        if (of == null) {
            return phrases.say("part", attribute, to);
        }
        for (var kind : List.of("without", "only")) {
            if (to.startsWith(kind + ' ')) {
                return named(of, phrases.say("to." + kind, word(of, to.substring(kind.length() + 1))));
            }
        }
        return to.equals("nobody") ? named(of, phrases.say("to.nobody")) : part(of, to);
    }

    Stream<String> titled(String kind, List<String> words) {
        return words.stream().map(word -> titles.within(kind, word));
    }
}
