package io.facegate.policy;

import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.Truth;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bit sets of candidate rules by attribute value, valid between two changes of a country group. */
final class ValueIndex {
    private final Attribute attribute;
    private final List<Rule> rules;
    private final long moment;

    /** All values that the rules distinguish. */
    private final Set<String> known;

    /** Filled on first use: not all of thousands of values occur in calls. */
    private final Map<String, long[]> at = new ConcurrentHashMap<>();

    /** Rules for an unlisted place inside a known one; a rule that names a smaller place does not apply to it. */
    private final Map<String, long[]> inside = new ConcurrentHashMap<>();

    private final long[] unknown;
    private final long[] other;

    ValueIndex(Attribute attribute, List<Rule> rules, long moment) {
        this.attribute = attribute;
        this.rules = rules;
        this.moment = moment;
        known = values(attribute, rules);
        unknown = RuleBits.of(rules, rule -> rule.match().words(attribute).isEmpty() || !rule.permits());
        other = RuleBits.of(rules, rule -> rule.match().words(attribute).isEmpty());
    }

    /** Whether a rule remains a candidate, given the truth of its words. */
    static boolean stands(Rule rule, Truth truth) {
        return truth == Truth.SURELY || (truth == Truth.PERHAPS && !rule.permits());
    }

    private Truth tells(Rule rule, String value) {
        var words = rule.match().words(attribute);
        return words.isEmpty() ? Truth.SURELY : attribute.tells(value, words, moment);
    }

    private static Set<String> values(Attribute attribute, List<Rule> rules) {
        var values = new HashSet<String>();
        rules.forEach(rule -> values.addAll(rule.match().words(attribute)));
        if (attribute.words() != null) {
            values.addAll(attribute.words().words());
        }
        if (attribute.kind() == Kind.PLACE) {
            for (var place : List.copyOf(values)) {
                for (var larger = Jurisdictions.larger(place); larger != null; larger = Jurisdictions.larger(larger)) {
                    values.add(larger);
                }
            }
            if (values.stream().anyMatch(CountryGroups.names()::contains)) {
                values.addAll(Set.of(Locale.getISOCountries()));
            }
            values.addAll(CountryGroups.names());
        }
        return values;
    }

    long[] at(String value) {
        if (known.contains(value)) {
            return at.computeIfAbsent(value, unseen -> RuleBits.of(rules, rule -> stands(rule, tells(rule, value))));
        }
        return switch (attribute.kind()) {
            case PLACE -> place(value);
            case NAME -> other;
            default -> unknown;
        };
    }

    /** An unlisted place matches as the larger places that contain it; an invalid place counts as unknown. */
    private long[] place(String value) {
        if (!Jurisdictions.valid(value)) {
            return unknown;
        }
        for (var larger = Jurisdictions.larger(value); larger != null; larger = Jurisdictions.larger(larger)) {
            if (known.contains(larger)) {
                var place = larger;
                return inside.computeIfAbsent(
                        place, unseen -> RuleBits.of(rules, rule -> tells(rule, place) == Truth.SURELY));
            }
        }
        return other;
    }
}
