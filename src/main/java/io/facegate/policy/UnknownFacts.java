package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.TruthValue;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Facts that are not known, so that a refusing rule applies; and how an operator registers them: a part of the refusal.
 */
final class UnknownFacts {
    private static final int LISTED = 3;
    private static final String PLACE_UNKNOWN =
            " The place of the caller, or of an organisation that it acts for, is not known, so the rule applies."
                    + " The operator can register the place (facegate org change ID --jurisdiction PLACE, repeating"
                    + " its other places).";
    private static final String REGISTER_CITY =
            " The operator can register the exact place, such as a city (facegate org change ID --jurisdiction"
                    + " PLACE, repeating its other places).";

    private final EvaluationContext side;
    private final Capability capability;
    private final Set<String> sentences = new LinkedHashSet<>();

    private UnknownFacts(EvaluationContext side, Capability capability) {
        this.side = side;
        this.capability = capability;
    }

    /** Returns one sentence for each fact of a condition that is not known well enough to tell; empty if none is. */
    static String describe(EvaluationContext side, MatchCondition match, Capability capability) {
        var all = new UnknownFacts(side, capability);
        all.add(match);
        return String.join("", all.sentences);
    }

    private void add(MatchCondition match) {
        for (var named : match.words().entrySet()) {
            if (side.matches(named.getKey(), named.getValue(), capability) == TruthValue.PERHAPS) {
                add(named.getKey(), named.getValue());
            }
        }
        for (var attribute : match.ranges().keySet()) {
            if (side.numbers(attribute).isEmpty()) {
                addAbsent(attribute);
            }
        }
        match.all().forEach(this::add);
        var any = match.any();
        if (any.stream().noneMatch(one -> side.matches(one, capability) == TruthValue.SURELY)) {
            any.stream()
                    .filter(one -> side.matches(one, capability) == TruthValue.PERHAPS)
                    .forEach(this::add);
        }
    }

    /** Types, purposes and principals are left out: a refusal never proposes to call as somebody else, or for something else. */
    private void add(Attribute attribute, Set<String> named) {
        boolean isPlace = attribute == Attribute.JURISDICTION || attribute == Attribute.ESTABLISHED_IN;
        if (!isPlace && !attribute.isAttested()) {
            return;
        }
        // As a record holds them: what is no word of policies is not known there either.
        var values = side.values(attribute).stream()
                .map(attribute::normalize)
                .filter(value -> !value.equals(Attribute.UNKNOWN))
                .toList();
        if (values.isEmpty()) {
            if (isPlace) {
                sentences.add(PLACE_UNKNOWN);
            } else {
                addAbsent(attribute);
            }
            return;
        }
        sentences.add(" The rule applies because " + (isPlace ? "the place" : attribute.word()) + " is known only"
                + (side.hasPrincipals() ? " roughly, and" : " as " + list(values) + ", which") + " may be "
                + list(possible(values, named, attribute))
                + '.' + (isPlace ? REGISTER_CITY : register(attribute)));
    }

    /** The words of the rule that may be meant. */
    private Collection<String> possible(List<String> values, Set<String> named, Attribute attribute) {
        var possible = named.stream()
                .filter(one -> values.stream()
                        .anyMatch(value -> attribute.matches(value, Set.of(one), side.now()) != TruthValue.NOT))
                .toList();
        return possible.isEmpty() ? named : possible;
    }

    private void addAbsent(Attribute attribute) {
        if (attribute == Attribute.THRESHOLD) {
            sentences.add(" The rule applies because the call states no similarity threshold.");
        } else if (attribute.isAttested()) {
            sentences.add(
                    " The rule applies because this is not known: " + attribute.meaning() + '.' + register(attribute));
        }
    }

    private static String register(Attribute attribute) {
        if (Attribute.COUNTED.contains(attribute)) {
            return " The gateway counts it, and could not read the count.";
        }
        return attribute == Attribute.USE_AGE
                ? " The operator can register it (facegate evidence change ID --started TIME)."
                : " The operator can register it (facegate org change ID --fact " + attribute.fact()
                        + "=VALUE, repeating its other facts).";
    }

    private static String list(Collection<String> words) {
        var first = words.stream().sorted().limit(LISTED).toList();
        return String.join(" or ", first) + (words.size() > LISTED ? " or others" : "");
    }
}
