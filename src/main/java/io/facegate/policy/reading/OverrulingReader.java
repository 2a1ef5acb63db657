package io.facegate.policy.reading;

import io.facegate.policy.language.Overruling;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Status;
import io.facegate.policy.vocabulary.Keys;
import io.facegate.policy.vocabulary.Shapes;
import io.facegate.policy.vocabulary.Words;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code overrides.yaml}: the disputed rules that an operator has decided, with the reason. */
final class OverrulingReader {
    static final String FILE = "overrides.yaml";

    private final Reading reading;
    private final List<Rule> rules;

    private OverrulingReader(List<Rule> rules, Checks checks) {
        this.reading = new Reading(FILE, checks);
        this.rules = rules;
    }

    /** The overrides, after adding mistakes to the list. */
    static List<Overruling> read(
            byte[] bytes, List<Rule> rules, Checks checks, List<io.facegate.policy.Mistake> mistakes) {
        var reader = new OverrulingReader(rules, checks);
        var found = reader.read(bytes);
        mistakes.addAll(reader.reading.mistakes());
        return found;
    }

    private List<Overruling> read(byte[] bytes) {
        var found = new ArrayList<Overruling>();
        var root = reading.root(bytes);
        if (root == null) {
            return found;
        }
        var list = Fields.of(reading, root, FILE, Keys.of("overrides")).required("overrides");
        var named = new HashSet<String>();
        if (list != null) {
            for (var item : reading.items(list, "overrides")) {
                var one = one(item);
                if (one != null && !named.add(one.rule())) {
                    reading.wrong(item, "the rule '" + one.rule() + "' is overridden twice");
                }
                if (one != null) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    private @Nullable Overruling one(Node node) {
        var fields = Fields.of(reading, node, "an override", Keys.of("override"));
        var rule = fields.requiredText("rule");
        var by = fields.requiredText("by");
        var reason = fields.requiredText("reason");
        fields.required("on");
        var on = fields.value("on", Shapes::day, "a day such as 2026-11-20");
        var until = fields.value("until", Shapes::day, "a day such as 2027-11-20");
        var at = fields.at("rule");
        if (at == null || rule == null || by == null || reason == null || on == null) {
            return null;
        }
        var known = rules.stream().filter(one -> one.id().equals(rule)).findFirst();
        if (known.isEmpty()) {
            reading.wrong(
                    at, Words.unknown("rule", rule, rules.stream().map(Rule::id).toList()));
        } else if (known.get().validity().versions().stream()
                .noneMatch(version -> version.status() == Status.DISPUTED)) {
            reading.wrong(at, "the rule '" + rule + "' is not disputed, so nothing can be overridden");
        }
        reading.past(fields.at("on"), "on", on);
        var end = fields.at("until");
        if (reading.checks().strict() && end != null && until != null && !until.isAfter(on)) {
            reading.wrong(end, "until must come after on, or the override ends before it began");
        }
        return new Overruling(rule, by, reason, start(on), until == null ? Long.MAX_VALUE : start(until));
    }

    private static long start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
