package io.facegate.policy.format;

import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PolicyKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Order of mapping keys in formatted files: the order of the policy language, then unknown keys as written. */
final class KeyOrder {
    private static final Map<String, String> INSIDE = Map.ofEntries(
            Map.entry("pack/rules", "rule"),
            Map.entry("rule/match", "condition"),
            Map.entry("rule/unless", "condition"),
            Map.entry("rule/amendments", "amendment"),
            Map.entry("rule/reason", "reason"),
            Map.entry("rule/review", "review"),
            Map.entry("rule/citation", "citation"),
            Map.entry("rule/obligations", "obligations"),
            Map.entry("condition/any", "condition"),
            Map.entry("condition/all", "condition"),
            Map.entry("amendment/citation", "citation"),
            Map.entry("obligations/retention", "retention"),
            Map.entry("overrides/overrides", "override"),
            Map.entry("suite/given", "case"),
            Map.entry("suite/cases", "case"),
            Map.entry("case/caller", "party"),
            Map.entry("case/expect", "expect"),
            Map.entry("expect/obligations", "obligations"),
            Map.entry("party/on_behalf_of", "party"));

    private KeyOrder() {}

    /** Kind of the root mapping, by file name. */
    static String root(String file) {
        return switch (file) {
            case "overrides.yaml" -> "overrides";
            case PolicyReader.INVARIANTS -> "";
            default -> file.endsWith("_test.yaml") ? "suite" : "pack";
        };
    }

    /** Kind of the mapping that is the value of a key. */
    static String mappingUnder(String mapping, Node key) {
        var word = word(key);
        var attribute = Attribute.fromWord(word);
        return mapping.equals("condition") && attribute != null && attribute.isRange()
                ? "range"
                : INSIDE.getOrDefault(mapping + '/' + word, "");
    }

    static List<NodeTuple> sorted(String mapping, List<NodeTuple> entries) {
        var keys = PolicyKeys.keysOf(mapping);
        return entries.stream()
                .sorted(Comparator.comparingInt(entry -> {
                    int at = keys.indexOf(word(entry.getKeyNode()));
                    return at < 0 ? keys.size() : at;
                }))
                .toList();
    }

    private static String word(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
