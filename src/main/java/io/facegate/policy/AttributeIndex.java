package io.facegate.policy;

import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Attribute.Many;
import io.facegate.policy.vocabulary.CountryGroups;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Index of rules by the values of one attribute. A permit remains a candidate only where its words surely hold; any
 * other rule where they may hold. Country groups change members, so there is one table for each period between two
 * changes.
 */
final class AttributeIndex {
    private final Attribute attribute;
    private final List<Rule> rules;
    private final long[] cuts;
    /** Built lazily: calls at one time need only one table. */
    private final AtomicReferenceArray<@Nullable ValueIndex> tables;

    private final long[] permits;
    private final long[] others;
    private final long[] none;

    AttributeIndex(Attribute attribute, List<Rule> rules) {
        this.attribute = attribute;
        this.rules = rules;
        cuts = attribute.kind() == Kind.PLACE ? CountryGroups.changes() : new long[0];
        tables = new AtomicReferenceArray<>(cuts.length + 1);
        permits = RuleBits.select(rules, Rule::permits);
        others = RuleBits.select(rules, rule -> !rule.permits());
        none = RuleBits.select(rules, rule -> {
            var words = rule.match().words(attribute);
            return words.isEmpty() || ValueIndex.isCandidate(rule, attribute.combine(List.of()));
        });
    }

    /** True if some rule names the attribute. */
    static boolean isNamed(Attribute attribute, List<Rule> rules) {
        return rules.stream().anyMatch(rule -> !rule.match().words(attribute).isEmpty());
    }

    /** Bits of the rules that remain candidates for a value; null means absent. */
    long[] candidates(@Nullable String value, long now) {
        return value == null ? none : table(now).candidates(value);
    }

    /** Clears the bits of the rules that the call's values exclude, starting at the given word. */
    void narrow(long[] bits, int from, EvaluationContext side) {
        if (attribute.many() == Many.ONE) {
            intersect(bits, from, candidates(side.value(attribute), side.now()));
            return;
        }
        var values = side.values(attribute);
        if (values.isEmpty()) {
            intersect(bits, from, none);
        } else if (values.size() == 1) {
            intersect(bits, from, table(side.now()).candidates(values.getFirst()));
        } else {
            intersect(bits, from, combine(values, side.now()));
        }
    }

    private long[] combine(List<String> values, long now) {
        var table = table(now);
        var any = new long[permits.length];
        var all = permits.clone();
        for (var value : values) {
            var standing = table.candidates(value);
            RuleBits.add(any, standing);
            RuleBits.intersect(all, standing);
        }
        if (attribute.many() != Many.ANY) {
            RuleBits.intersect(any, others);
            RuleBits.add(any, all);
        }
        return any;
    }

    private static void intersect(long[] bits, int from, long[] standing) {
        for (int word = 0; word < standing.length; word++) {
            bits[from + word] &= standing[word];
        }
    }

    private ValueIndex table(long now) {
        int at = cuts.length == 0 ? -1 : Arrays.binarySearch(cuts, now);
        int era = at >= 0 ? at + 1 : -at - 1;
        var table = tables.get(era);
        if (table == null) {
            table = new ValueIndex(attribute, rules, now);
            tables.set(era, table);
        }
        return table;
    }
}
