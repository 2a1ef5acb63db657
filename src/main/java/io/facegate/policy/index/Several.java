package io.facegate.policy.index;

import io.facegate.policy.language.Rule;
import java.util.List;

/** How an attribute with several values at once rules out: a refusal needs any of them, a permit needs all. */
final class Several {
    private final long[] refusals;
    private final long[] permits;

    Several(List<Rule> rules) {
        refusals = Bits.of(rules, Rule::refuses);
        permits = Bits.of(rules, rule -> !rule.refuses());
    }

    /** Takes from the bits the rules that the values, each given by what it leaves standing, rule out. */
    void narrow(long[] bits, List<long[]> standing) {
        var any = new long[bits.length];
        var all = permits.clone();
        for (var value : standing) {
            Bits.add(any, value);
            Bits.keep(all, value);
        }
        for (int word = 0; word < bits.length; word++) {
            bits[word] &= (any[word] & refusals[word]) | all[word];
        }
    }
}
