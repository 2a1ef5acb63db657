package io.facegate.policy.index;

import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Groups;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Truth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules that each value of one attribute leaves standing, as the world is between two changes of a group. */
final class Table {
    private final Attribute attribute;
    private final Map<String, long[]> at = new HashMap<>();
    /** For what lies inside a known place without being known itself: nothing smaller can be meant. */
    private final Map<String, long[]> inside = new HashMap<>();

    private final long[] unknown;
    private final long[] other;

    private Table(Attribute attribute, List<Rule> rules) {
        this.attribute = attribute;
        unknown = Bits.of(rules, rule -> rule.match().words(attribute).isEmpty() || !rule.permits());
        other = Bits.of(rules, rule -> rule.match().words(attribute).isEmpty());
    }

    static Table of(Attribute attribute, List<Rule> rules, long moment) {
        var table = new Table(attribute, rules);
        for (var value : values(attribute, rules)) {
            table.at.put(value, Bits.of(rules, rule -> stands(rule, tells(attribute, rule, value, moment))));
            if (attribute.kind() == Kind.PLACE) {
                table.inside.put(value, Bits.of(rules, rule -> tells(attribute, rule, value, moment) == Truth.SURELY));
            }
        }
        return table;
    }

    /** Whether a rule stands where its words hold so far. */
    static boolean stands(Rule rule, Truth truth) {
        return truth == Truth.SURELY || (truth == Truth.PERHAPS && !rule.permits());
    }

    private static Truth tells(Attribute attribute, Rule rule, String value, long moment) {
        var words = rule.match().words(attribute);
        return words.isEmpty() ? Truth.SURELY : attribute.tells(value, words, moment);
    }

    /** Every value that rules tell from others. */
    private static Set<String> values(Attribute attribute, List<Rule> rules) {
        var values = new HashSet<String>();
        rules.forEach(rule -> values.addAll(rule.match().words(attribute)));
        if (attribute.words() != null) {
            values.addAll(attribute.words().words());
        }
        if (attribute.kind() == Kind.PLACE) {
            for (var place : List.copyOf(values)) {
                for (var larger = Places.larger(place); larger != null; larger = Places.larger(larger)) {
                    values.add(larger);
                }
            }
            if (values.stream().anyMatch(Groups.names()::contains)) {
                values.addAll(Set.of(Locale.getISOCountries()));
            }
            values.addAll(Groups.names());
        }
        return values;
    }

    long[] at(String value) {
        var known = at.get(value);
        if (known != null) {
            return known;
        }
        return switch (attribute.kind()) {
            case PLACE -> place(value);
            case NAME -> other;
            default -> unknown;
        };
    }

    /** A place that no rule knows lies inside the larger ones that rules know; what is no place is as good as none. */
    private long[] place(String place) {
        if (!Places.valid(place)) {
            return unknown;
        }
        for (var larger = Places.larger(place); larger != null; larger = Places.larger(larger)) {
            var known = inside.get(larger);
            if (known != null) {
                return known;
            }
        }
        return other;
    }
}
