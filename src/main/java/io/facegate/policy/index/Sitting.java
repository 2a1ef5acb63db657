package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The judging of one call: which rules matched so far, and what they come to. */
final class Sitting {
    private static final byte TRUE = 1;
    private static final byte FALSE = 2;
    private static final byte UNTOLD = 3;

    private final Index index;
    private final CallFacts facts;
    private final long now;
    private final long[] matched;
    private byte @Nullable [] conditions;
    private int refusing = Integer.MAX_VALUE;
    private @Nullable Ground refusal;
    private @Nullable Ground lacking;

    Sitting(Index index, CallFacts facts, long now) {
        this.index = index;
        this.facts = facts;
        this.now = now;
        this.matched = new long[Bits.words(index.rules().size())];
    }

    /** One organisation and one capability of the call. */
    record Ground(Side side, Capability capability) {}

    /** Judges the call as one organisation of the chain makes it. */
    void hear(Side side, Set<Capability> capabilities) {
        var standing = index.standing(side);
        for (var capability : capabilities) {
            boolean permitted = hear(side, capability, standing);
            if (!permitted && lacking == null) {
                lacking = new Ground(side, capability);
            }
        }
    }

    private boolean hear(Side side, Capability capability, long[] standing) {
        boolean permitted = false;
        var able = index.standing(capability);
        for (int word = 0; word < standing.length; word++) {
            for (long left = standing[word] & able[word]; left != 0; left &= left - 1) {
                int at = (word << 6) + Long.numberOfTrailingZeros(left);
                var rule = index.rules().get(at);
                if (!holds(rule, at, side, capability)) {
                    continue;
                }
                Bits.set(matched, at);
                permitted |= !rule.refuses();
                if (rule.refuses() && at < refusing) {
                    refusing = at;
                    refusal = new Ground(side, capability);
                }
            }
        }
        return permitted;
    }

    private boolean holds(Rule rule, int at, Side side, Capability capability) {
        if (!rule.window().holds(now)) {
            return false;
        }
        if (rule.effect() instanceof Effect.Refuse refuse && !refuse.unless().isEmpty()) {
            for (var exception : refuse.unless()) {
                if (side.surely(exception, capability)) {
                    return false;
                }
            }
        }
        return rule.when() == null || holds(rule, at);
    }

    /** What cannot be told lets a refusal fire and a permit not. */
    private boolean holds(Rule rule, int at) {
        var told = conditions;
        if (told == null) {
            told = new byte[index.rules().size()];
            conditions = told;
        }
        if (told[at] == 0 && rule.when() != null) {
            var value = rule.when().test(facts);
            told[at] = value == null ? UNTOLD : value ? TRUE : FALSE;
        }
        return told[at] == TRUE || (told[at] == UNTOLD && rule.refuses());
    }

    /** The first refusal in the order of ids, or null where none matched. */
    @Nullable
    Rule refusing() {
        return refusal == null ? null : index.rules().get(refusing);
    }

    /** What the first refusal was met by, or null where none matched. */
    @Nullable
    Ground refusal() {
        return refusal;
    }

    /** The first organisation and capability that no rule permits, or null. */
    @Nullable
    Ground lacking() {
        return lacking;
    }

    /** Ids of all rules that matched. */
    List<String> matched() {
        var ids = new ArrayList<String>();
        for (int word = 0; word < matched.length; word++) {
            for (long left = matched[word]; left != 0; left &= left - 1) {
                ids.add(index.rules()
                        .get((word << 6) + Long.numberOfTrailingZeros(left))
                        .id());
            }
        }
        return ids;
    }

    /** The first permit in the order of ids that matched. */
    String permitting() {
        for (int at = 0; at < index.rules().size(); at++) {
            if (Bits.has(matched, at) && !index.rules().get(at).refuses()) {
                return index.rules().get(at).id();
            }
        }
        throw new IllegalStateException("nothing permits");
    }
}
