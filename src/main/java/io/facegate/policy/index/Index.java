package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Mode;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.Attribute;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All rules, compiled: which of them the words of each attribute leave standing. */
final class Index {
    private final List<Rule> rules;
    private final Refusal[] refusals;
    private final Disputes disputes;
    private final Lane[] lanes;
    private final Map<Capability, long[]> capabilities = new EnumMap<>(Capability.class);
    private final long[] all;
    /** Rules that fire wherever their words stand: no window, exception, condition or dispute has a say. */
    private final long[] plain;

    private final long[] permits;
    private final long[] refuses;
    private final long[] asking;

    Index(Book book) {
        rules = List.copyOf(book.rules());
        refusals = rules.stream().map(rule -> Builtin.refusal(rule, false)).toArray(Refusal[]::new);
        disputes = new Disputes(rules, book.overrulings());
        lanes = Arrays.stream(Attribute.values())
                .filter(attribute -> attribute != Attribute.CAPABILITY && Lane.isNamed(attribute, rules))
                .map(attribute -> new Lane(attribute, rules))
                .toArray(Lane[]::new);
        var lane = new Lane(Attribute.CAPABILITY, rules);
        for (var capability : Capability.values()) {
            capabilities.put(capability, lane.at(capability.code(), 0));
        }
        all = Bits.of(rules, rule -> true);
        plain = Bits.of(rules, Index::isPlain);
        permits = Bits.of(rules, Rule::permits);
        refuses = Bits.of(rules, Rule::refuses);
        asking = Bits.of(rules, rule -> !rule.obligations().isEmpty());
    }

    private static boolean isPlain(Rule rule) {
        return rule.validity().equals(Validity.ALWAYS)
                && rule.mode() == Mode.ENFORCE
                && rule.unless().isEmpty()
                && rule.when() == null
                && !rule.match().hasResidue();
    }

    long[] plain() {
        return plain;
    }

    long[] permits() {
        return permits;
    }

    long[] refuses() {
        return refuses;
    }

    /** Rules with obligations. */
    long[] asking() {
        return asking;
    }

    List<Rule> rules() {
        return rules;
    }

    Disputes disputes() {
        return disputes;
    }

    /** Writes, from a word on, the rules that everything but the capability leaves standing. */
    void standing(Side side, long[] bits, int from) {
        System.arraycopy(all, 0, bits, from, all.length);
        for (var lane : lanes) {
            lane.narrow(bits, from, side);
        }
    }

    /** The rules that a capability leaves standing. */
    long[] standing(Capability capability) {
        return capabilities.getOrDefault(capability, all);
    }

    /** What a rule's refusal tells the caller. */
    Refusal refusal(int rule) {
        return refusals[rule];
    }
}
