package io.facegate.policy.language;

import io.facegate.policy.vocabulary.Attribute;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A condition on calls: everything that it names must hold.
 *
 * @param words of each attribute named, any of its words must hold
 * @param ranges of each attribute named, its numbers must lie inside
 * @param any where it is not empty, one of these must hold
 * @param all each of these must hold
 */
public record MatchCondition(
        Map<Attribute, Set<String>> words,
        Map<Attribute, NumberRange> ranges,
        List<MatchCondition> any,
        List<MatchCondition> all) {
    /** Matches every call. */
    public static final MatchCondition EVERYTHING = new MatchCondition(Map.of(), Map.of(), List.of(), List.of());

    public MatchCondition {
        words = frozen(words);
        ranges = frozen(ranges);
        any = List.copyOf(any);
        all = List.copyOf(all);
    }

    /** Only words. */
    public static MatchCondition of(Map<Attribute, Set<String>> words) {
        return new MatchCondition(words, Map.of(), List.of(), List.of());
    }

    /** The words that it names of an attribute; empty where it says nothing of it. */
    public Set<String> words(Attribute attribute) {
        return words.getOrDefault(attribute, Set.of());
    }

    /** True where it holds more than an index of words can tell. */
    public boolean hasResidue() {
        return !ranges.isEmpty() || !any.isEmpty() || !all.isEmpty();
    }

    private static <T> Map<Attribute, T> frozen(Map<Attribute, T> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(map));
    }
}
