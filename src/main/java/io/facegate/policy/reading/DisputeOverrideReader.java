package io.facegate.policy.reading;

import io.facegate.policy.language.DisputeOverride;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code overrides.yaml}: operator overrides of disputed rules, with reasons. */
final class DisputeOverrideReader {
    static final String FILE = "overrides.yaml";

    private final YamlReading reading;
    private final List<Rule> rules;

    private DisputeOverrideReader(List<Rule> rules, ReadingOptions checks) {
        this.reading = new YamlReading(FILE, checks);
        this.rules = rules;
    }

    /** The overrides; mistakes are added to the list. */
    static List<DisputeOverride> read(
            byte[] bytes,
            List<Rule> rules,
            ReadingOptions checks,
            List<io.facegate.policy.language.PolicyMistake> mistakes) {
        var reader = new DisputeOverrideReader(rules, checks);
        var found = reader.read(bytes);
        mistakes.addAll(reader.reading.mistakes());
        return found;
    }

    private List<DisputeOverride> read(byte[] bytes) {
        var found = new ArrayList<DisputeOverride>();
        var root = reading.root(bytes);
        if (root == null) {
            return found;
        }
        var list = YamlMapping.read(reading, root, FILE, PolicyKeys.keysOf("overrides"))
                .required("overrides");
        var named = new HashSet<String>();
        if (list != null) {
            for (var item : reading.items(list, "overrides")) {
                var one = readOverride(item);
                if (one != null && !named.add(one.rule())) {
                    reading.addMistake(item, "the rule '" + one.rule() + "' is overridden twice");
                }
                if (one != null) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    private @Nullable DisputeOverride readOverride(Node node) {
        var fields = YamlMapping.read(reading, node, "an override", PolicyKeys.keysOf("override"));
        var rule = fields.requiredText("rule");
        var by = fields.requiredText("by");
        var reason = fields.requiredText("reason");
        fields.required("on");
        var on = fields.value("on", WordPatterns::day, "a day such as 2026-11-20");
        var until = fields.value("until", WordPatterns::day, "a day such as 2027-11-20");
        var at = fields.node("rule");
        if (at == null || rule == null || by == null || reason == null || on == null) {
            return null;
        }
        var known = rules.stream().filter(one -> one.id().equals(rule)).findFirst();
        if (known.isEmpty()) {
            reading.addMistake(
                    at,
                    WordList.unknownMessage(
                            "rule", rule, rules.stream().map(Rule::id).toList()));
        } else if (known.get().validity().versions().stream()
                .noneMatch(version -> version.status() == LegalStatus.DISPUTED)) {
            reading.addMistake(at, "the rule '" + rule + "' is not disputed, so nothing can be overridden");
        }
        reading.checkNotFuture(fields.node("on"), "on", on);
        var end = fields.node("until");
        if (reading.checks().strict() && end != null && until != null && !until.isAfter(on)) {
            reading.addMistake(end, "until must come after on, or the override ends before it began");
        }
        return new DisputeOverride(rule, by, reason, start(on), until == null ? Long.MAX_VALUE : start(until));
    }

    private static long start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
