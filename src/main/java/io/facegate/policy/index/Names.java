package io.facegate.policy.index;

import io.facegate.policy.language.Match;
import io.facegate.policy.language.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The rules that each name of an open attribute leaves standing: those named in rules, and any other. */
final class Names {
    private final Map<String, long[]> byName = new HashMap<>();
    private final long[] other;

    Names(List<Rule> rules, Function<Match, Set<String>> named) {
        other = Bits.of(rules, rule -> named.apply(rule.match()).isEmpty());
        rules.stream()
                .flatMap(rule -> named.apply(rule.match()).stream())
                .distinct()
                .forEach(name -> byName.put(name, Bits.of(rules, rule -> {
                    var words = named.apply(rule.match());
                    return words.isEmpty() || words.contains(name);
                })));
    }

    long[] at(String name) {
        return byName.getOrDefault(name, other);
    }
}
