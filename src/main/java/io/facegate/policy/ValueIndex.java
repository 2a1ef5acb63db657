package io.facegate.policy;

import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.TruthValue;
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
        unknown = RuleBits.select(rules, rule -> rule.match().words(attribute).isEmpty() || !rule.permits());
        other = RuleBits.select(rules, rule -> rule.match().words(attribute).isEmpty());
    }

    /** Whether a rule remains a candidate, given the truth of its words. */
    static boolean isCandidate(Rule rule, TruthValue truth) {
        return truth == TruthValue.SURELY || (truth == TruthValue.PERHAPS && !rule.permits());
    }

    private TruthValue matches(Rule rule, String value) {
        var words = rule.match().words(attribute);
        return words.isEmpty() ? TruthValue.SURELY : attribute.matches(value, words, moment);
    }

    private static Set<String> values(Attribute attribute, List<Rule> rules) {
        var values = new HashSet<String>();
        rules.forEach(rule -> values.addAll(rule.match().words(attribute)));
        if (attribute.words() != null) {
            values.addAll(attribute.words().words());
        }
        if (attribute.kind() == Kind.PLACE) {
            for (var place : List.copyOf(values)) {
                for (var larger = Jurisdictions.containingPlace(place);
                        larger != null;
                        larger = Jurisdictions.containingPlace(larger)) {
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

    long[] candidates(String value) {
        if (known.contains(value)) {
            return at.computeIfAbsent(
                    value, unseen -> RuleBits.select(rules, rule -> isCandidate(rule, matches(rule, value))));
        }
        return switch (attribute.kind()) {
            case PLACE -> place(value);
            case NAME -> other;
            default -> unknown;
        };
    }

    /** An unlisted place matches as the larger places that contain it; an invalid place counts as unknown. */
    private long[] place(String value) {
        if (!Jurisdictions.isValid(value)) {
            return unknown;
        }
        for (var larger = Jurisdictions.containingPlace(value);
                larger != null;
                larger = Jurisdictions.containingPlace(larger)) {
            if (known.contains(larger)) {
                var place = larger;
                return inside.computeIfAbsent(
                        place, unseen -> RuleBits.select(rules, rule -> matches(rule, place) == TruthValue.SURELY));
            }
        }
        return other;
    }
}
