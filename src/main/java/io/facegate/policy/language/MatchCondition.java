package io.facegate.policy.language;

import io.facegate.policy.vocabulary.Attribute;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Match condition of a rule: all parts must hold.
 *
 * @param words by attribute; one of the words must hold
 * @param ranges by attribute; its numbers must lie inside
 * @param any if not empty, one of these conditions must hold
 * @param all each of these conditions must hold
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

    /** A condition on words only. */
    public static MatchCondition of(Map<Attribute, Set<String>> words) {
        return new MatchCondition(words, Map.of(), List.of(), List.of());
    }

    /** The words named for an attribute; empty if the attribute is not named. */
    public Set<String> words(Attribute attribute) {
        return words.getOrDefault(attribute, Set.of());
    }

    /** True if some part of it is about the attribute. */
    public boolean names(Attribute attribute) {
        return words.containsKey(attribute)
                || ranges.containsKey(attribute)
                || Stream.concat(all.stream(), any.stream()).anyMatch(inside -> inside.names(attribute));
    }

    /** True if it has parts that the word index cannot evaluate (ranges, any, all). */
    public boolean hasResidue() {
        return !ranges.isEmpty() || !any.isEmpty() || !all.isEmpty();
    }

    private static <T> Map<Attribute, T> frozen(Map<Attribute, T> map) {
        // Map.copyOf is quicker to go through, and has no order; one entry needs none.
        return map.size() < 2 ? Map.copyOf(map) : Collections.unmodifiableMap(new EnumMap<>(map));
    }
}
