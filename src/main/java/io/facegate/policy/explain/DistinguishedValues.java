package io.facegate.policy.explain;

import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.Attribute;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Words and range edges that the rules of a policy set distinguish, by attribute. */
final class DistinguishedValues {
    private final Map<Attribute, Set<String>> words = new EnumMap<>(Attribute.class);
    private final Map<Attribute, TreeSet<Double>> edges = new EnumMap<>(Attribute.class);

    DistinguishedValues(PolicySet policySet) {
        for (var rule : policySet.rules()) {
            add(rule.match());
            rule.unless().forEach(this::add);
        }
    }

    private void add(MatchCondition match) {
        match.words()
                .forEach((attribute, named) ->
                        words.computeIfAbsent(attribute, one -> new TreeSet<>()).addAll(named));
        match.ranges().forEach((attribute, range) -> {
            var all = edges.computeIfAbsent(attribute, one -> new TreeSet<>());
            all.add(range.atLeast());
            all.add(range.below());
        });
        match.any().forEach(this::add);
        match.all().forEach(this::add);
    }

    Set<String> wordsOf(Attribute attribute) {
        return words.getOrDefault(attribute, Set.of());
    }

    /** The finite range edges, ascending. */
    Set<Double> edges(Attribute attribute) {
        var found = new TreeSet<>(edges.getOrDefault(attribute, new TreeSet<>()));
        found.removeIf(edge -> edge.isInfinite());
        return found;
    }
}
