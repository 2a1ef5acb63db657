package io.facegate.policy.index;

import io.facegate.policy.language.Match;
import io.facegate.policy.language.Rule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules that each value of one closed attribute leaves standing, as bitsets. A permit stands only where the value
 * surely matches; a refusal stands where it may, so also for a coarser word and for an absent one.
 */
final class Lane<T extends Enum<T>> {
    private final Map<T, long[]> byValue;
    private final long[] absent;

    Lane(Class<T> type, List<Rule> rules, Function<Match, Set<T>> named, BiPredicate<T, T> within) {
        byValue = new EnumMap<>(type);
        for (var value : type.getEnumConstants()) {
            byValue.put(value, Bits.of(rules, rule -> stands(rule, named.apply(rule.match()), value, within)));
        }
        absent = Bits.of(
                rules, rule -> rule.refuses() || named.apply(rule.match()).isEmpty());
    }

    long[] at(@Nullable T value) {
        return value == null ? absent : byValue.getOrDefault(value, absent);
    }

    private static <T> boolean stands(Rule rule, Set<T> words, T value, BiPredicate<T, T> within) {
        return words.isEmpty()
                || words.stream()
                        .anyMatch(word -> within.test(value, word) || (rule.refuses() && within.test(word, value)));
    }
}
