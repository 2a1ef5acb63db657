package io.facegate.policy;

import io.facegate.policy.language.Rule;
import java.util.AbstractList;
import java.util.List;

/** Ids of a set of rules, in order; read from the bits on demand. */
final class RuleIds extends AbstractList<String> {
    private final List<Rule> rules;
    private final long[] bits;

    /** @param bits must no longer change; bits beyond the rules are ignored */
    RuleIds(List<Rule> rules, long[] bits) {
        this.rules = rules;
        this.bits = bits;
    }

    @Override
    public String get(int index) {
        int left = index;
        for (int word = 0; index >= 0 && word < RuleBits.wordCount(rules.size()); word++) {
            int here = Long.bitCount(bits[word]);
            if (left < here) {
                long rest = bits[word];
                for (; left > 0; left--) {
                    rest &= rest - 1;
                }
                return rules.get((word << 6) + Long.numberOfTrailingZeros(rest)).id();
            }
            left -= here;
        }
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
        int size = 0;
        for (int word = 0; word < RuleBits.wordCount(rules.size()); word++) {
            size += Long.bitCount(bits[word]);
        }
        return size;
    }
}
