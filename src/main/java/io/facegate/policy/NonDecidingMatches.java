package io.facegate.policy;

import io.facegate.policy.Decision.NonDecidingRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the rules that did not decide a call: shadow, warn, excepted and overridden ones. */
final class NonDecidingMatches {
    private final RuleIndex index;
    private long @Nullable [] shadow;
    private long @Nullable [] warned;
    private long @Nullable [] excepted;
    private long @Nullable [] overridden;

    NonDecidingMatches(RuleIndex index) {
        this.index = index;
    }

    void addShadow(int rule) {
        shadow = with(shadow, rule);
    }

    void addWarned(int rule) {
        warned = with(warned, rule);
    }

    void addExcepted(int rule) {
        excepted = with(excepted, rule);
    }

    void addOverridden(int rule) {
        overridden = with(overridden, rule);
    }

    /** Adds the rules of another evaluation. */
    void add(NonDecidingMatches other) {
        shadow = union(shadow, other.shadow);
        warned = union(warned, other.warned);
        excepted = union(excepted, other.excepted);
        overridden = union(overridden, other.overridden);
    }

    private static long @Nullable [] union(long @Nullable [] one, long @Nullable [] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        var all = one.clone();
        RuleBits.add(all, other);
        return all;
    }

    NonDecidingRules nonDeciding() {
        if (shadow == null && warned == null && excepted == null && overridden == null) {
            return NonDecidingRules.NOTHING;
        }
        return new NonDecidingRules(ids(shadow), ids(warned), ids(excepted), ids(overridden));
    }

    private long[] with(long @Nullable [] bits, int rule) {
        var all = bits == null ? new long[RuleBits.wordCount(index.rules().size())] : bits;
        RuleBits.set(all, rule);
        return all;
    }

    private List<String> ids(long @Nullable [] bits) {
        return bits == null ? List.of() : new RuleIds(index.rules(), bits);
    }
}
