package io.facegate.policy;

import io.facegate.policy.language.Rule;
import java.util.List;
import java.util.function.Predicate;

/** Bit sets of rules, as 64-bit words. */
final class RuleBits {
    private RuleBits() {}

    static int wordCount(int rules) {
        return (rules + 63) >>> 6;
    }

    static long[] select(List<Rule> rules, Predicate<Rule> in) {
        var bits = new long[wordCount(rules.size())];
        for (int at = 0; at < rules.size(); at++) {
            if (in.test(rules.get(at))) {
                set(bits, at);
            }
        }
        return bits;
    }

    static void set(long[] bits, int at) {
        bits[at >>> 6] |= 1L << at;
    }

    /** Removes from the first set what is not in the other (intersection). */
    static void intersect(long[] bits, long[] other) {
        for (int word = 0; word < bits.length; word++) {
            bits[word] &= other[word];
        }
    }

    static void add(long[] bits, long[] other) {
        for (int word = 0; word < bits.length; word++) {
            bits[word] |= other[word];
        }
    }
}
