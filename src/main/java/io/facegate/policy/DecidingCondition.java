package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.policy.Decision.Reason;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Attribute.Many;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Clause of the deciding rule, in policy words ({@code organisation: law_enforcement.police, ...}), with the call's
 * values of the same attributes.
 */
final class DecidingCondition {
    private final Map<Attribute, String> words = new EnumMap<>(Attribute.class);
    private final Map<Attribute, String> facts = new EnumMap<>(Attribute.class);
    private final EvaluationContext side;
    private final Capability capability;

    private DecidingCondition(EvaluationContext side, Capability capability) {
        this.side = side;
        this.capability = capability;
    }

    static Reason.RenderedReason render(Rule rule, EvaluationContext side, Capability capability) {
        var clause = new DecidingCondition(side, capability);
        clause.add(rule.match());
        var text = text(clause.words);
        if (rule.when() != null) {
            text = (text.isEmpty() ? "" : text + ", ") + "when: " + rule.when().text();
        }
        return new Reason.RenderedReason(
                text.isEmpty() ? Reason.RenderedReason.EVERY_CALL.clause() : text, text(clause.facts));
    }

    /** Clause for a capability that no rule permits: the caller's organisation type, purpose and the capability. */
    static String renderMissing(EvaluationContext side, Capability capability) {
        var clause = new DecidingCondition(side, capability);
        for (var attribute : List.of(Attribute.ORGANISATION, Attribute.PURPOSE, Attribute.CAPABILITY)) {
            clause.fact(attribute);
        }
        return text(clause.facts);
    }

    private void add(MatchCondition match) {
        match.words().forEach((attribute, named) -> {
            words.putIfAbsent(attribute, narrowestWord(attribute, named));
            fact(attribute);
        });
        match.ranges().forEach((attribute, range) -> {
            words.putIfAbsent(attribute, range(attribute, range));
            fact(attribute);
        });
        match.all().forEach(this::add);
        match.any().stream()
                .max(Comparator.comparing(inside -> side.matches(inside, capability)))
                .ifPresent(this::add);
    }

    private void fact(Attribute attribute) {
        var shown = side.formatValues(attribute, capability);
        boolean known = attribute.kind() != Kind.WORD
                || attribute.many() != Many.ONE
                || attribute.words() == null
                || attribute.words().find(shown) != null;
        facts.put(attribute, known ? shown : "absent");
    }

    /** The rule's word nearest to the call's values: the narrowest that surely holds, else one that may hold. */
    private String narrowestWord(Attribute attribute, Set<String> named) {
        var match = named.size() == 1
                ? List.copyOf(named)
                : named.stream()
                        .sorted(Comparator.comparingInt(String::length)
                                .reversed()
                                .thenComparing(Comparator.naturalOrder()))
                        .toList();
        for (var truth : List.of(TruthValue.SURELY, TruthValue.PERHAPS)) {
            for (var word : match) {
                if (side.matches(attribute, Set.of(word), capability) == truth) {
                    return isAbsent(attribute) ? "absent" : word;
                }
            }
        }
        return match.stream().sorted().collect(Collectors.joining(" or "));
    }

    private boolean isAbsent(Attribute attribute) {
        return side.formatValues(attribute, capability).equals("absent");
    }

    private static String range(Attribute attribute, NumberRange range) {
        var low = Double.isInfinite(range.atLeast()) ? "" : "at least " + number(attribute, range.atLeast());
        var high = Double.isInfinite(range.below()) ? "" : "below " + number(attribute, range.below());
        return low.isEmpty() ? high : high.isEmpty() ? low : low + " and " + high;
    }

    static String number(Attribute attribute, double number) {
        return switch (attribute.kind()) {
            case DATE -> Instant.ofEpochMilli((long) number).toString();
            case DURATION -> Duration.ofMillis((long) number).toString();
            default -> number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        };
    }

    private static String text(Map<Attribute, String> parts) {
        var text = new StringBuilder();
        parts.forEach((attribute, part) -> text.append(text.isEmpty() ? "" : ", ")
                .append(attribute.word())
                .append(": ")
                .append(part));
        return text.toString();
    }
}
