package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.policy.Decision.Demand;
import io.facegate.policy.Decision.Noted;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.Mode;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Status;
import io.facegate.policy.vocabulary.Truth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The judging of one call: which rules fired so far, and what they come to. */
final class Sitting {
    private static final Capability[] CAPABILITIES = Capability.values();
    private static final byte TRUE = 1;
    private static final byte FALSE = 2;
    private static final byte UNTOLD = 3;

    private final Index index;
    private final long known;
    /** The rules that fired, and behind them those that one link of the chain leaves standing. */
    private final long[] bits;

    private @Nullable Margin margin;
    private @Nullable CallFacts facts;
    private byte @Nullable [] conditions;
    private int permitting = -1;
    private @Nullable Side permitted;
    private @Nullable Capability permittedFor;
    private int refusing = -1;
    private @Nullable Side refused;
    private @Nullable Capability refusedFor;
    private @Nullable Side lacking;
    private @Nullable Capability lackingFor;

    /** @param known until when amendments are heard, in milliseconds of the epoch */
    Sitting(Index index, long known) {
        this.index = index;
        this.known = known;
        this.bits = new long[2 * Bits.words(index.rules().size())];
    }

    /** Judges the call as one organisation of the chain makes it; a bit of the mask is the place of a capability. */
    void hear(Side side, long capabilities) {
        index.standing(side, bits);
        for (long left = capabilities; left != 0; left &= left - 1) {
            var capability = CAPABILITIES[Long.numberOfTrailingZeros(left)];
            if (!hear(side, capability) && lacking == null) {
                lacking = side;
                lackingFor = capability;
            }
        }
    }

    private boolean hear(Side side, Capability capability) {
        boolean permitted = false;
        var able = index.standing(capability);
        for (int word = 0; word < able.length; word++) {
            long standing = bits[able.length + word] & able[word];
            if (standing == 0) {
                continue;
            }
            long firing = standing & index.plain()[word];
            for (long left = standing & ~firing; left != 0; left &= left - 1) {
                int at = (word << 6) + Long.numberOfTrailingZeros(left);
                if (fires(index.rules().get(at), at, side, capability)) {
                    firing |= left & -left;
                }
            }
            bits[word] |= firing;
            permitted |= permit(word, firing & index.permits()[word], side, capability);
            refuse(word, firing & index.refuses()[word], side, capability);
        }
        return permitted;
    }

    /** Keeps the first permit in the order of ids; false where there is none. */
    private boolean permit(int word, long firing, Side side, Capability capability) {
        int at = (word << 6) + Long.numberOfTrailingZeros(firing);
        if (firing != 0 && (permitting < 0 || at < permitting)) {
            permitting = at;
            permitted = side;
            permittedFor = capability;
        }
        return firing != 0;
    }

    /** Keeps the first refusal in the order of ids. */
    private void refuse(int word, long firing, Side side, Capability capability) {
        int at = (word << 6) + Long.numberOfTrailingZeros(firing);
        if (firing != 0 && (refusing < 0 || at < refusing)) {
            refusing = at;
            refused = side;
            refusedFor = capability;
        }
    }

    private boolean fires(Rule rule, int at, Side side, Capability capability) {
        var validity = rule.validity();
        var holds = validity.holds(side.now(), known, validity.local() ? side.zones() : List.of());
        if (!stands(rule, holds)
                || (rule.match().hasResidue() && !stands(rule, side.residue(rule.match(), capability)))
                || (rule.when() != null && !told(rule, at, side))) {
            return false;
        }
        if (excepted(rule, side, capability)) {
            note(rule, at);
            return false;
        }
        return settled(rule, at, side.now()) && enforced(rule, at);
    }

    /** A permit needs to be sure. */
    private static boolean stands(Rule rule, Truth truth) {
        return truth == Truth.SURELY || (truth == Truth.PERHAPS && !rule.permits());
    }

    /** A refusal that was excepted has spoken of the call; an obligation that was, or a bill, says nothing. */
    private void note(Rule rule, int at) {
        if (rule.refuses() && rule.validity().at(known).status() != Status.NEVER_ENACTED) {
            margin().except(at);
        }
    }

    private static boolean excepted(Rule rule, Side side, Capability capability) {
        for (int at = 0; at < rule.unless().size(); at++) {
            if (side.tells(rule.unless().get(at), capability) == Truth.SURELY) {
                return true;
            }
        }
        return false;
    }

    /** A disputed rule refuses and obliges, and permits nothing, unless an operator has decided it. */
    private boolean settled(Rule rule, int at, long now) {
        var status = rule.validity().at(known).status();
        if (status == Status.NEVER_ENACTED) {
            return false;
        }
        if (status != Status.DISPUTED) {
            return true;
        }
        boolean overridden = index.disputes().overridden(at, now, known);
        if (overridden) {
            margin().override(at);
        }
        return overridden == rule.permits();
    }

    private boolean enforced(Rule rule, int at) {
        if (rule.mode() == Mode.SHADOW) {
            margin().shadow(at);
        } else if (rule.mode() == Mode.WARN) {
            margin().warn(at);
        }
        return rule.mode() == Mode.ENFORCE;
    }

    private Margin margin() {
        var kept = margin;
        if (kept == null) {
            kept = new Margin(index);
            margin = kept;
        }
        return kept;
    }

    /** What cannot be told lets a permit not fire, and any other rule fire; a condition is told once a call. */
    private boolean told(Rule rule, int at, Side side) {
        var told = conditions;
        if (told == null) {
            told = new byte[index.rules().size()];
            conditions = told;
        }
        if (told[at] == 0 && rule.when() != null) {
            if (facts == null) {
                facts = side.facts();
            }
            var value = rule.when().test(facts);
            told[at] = value == null ? UNTOLD : value ? TRUE : FALSE;
        }
        return told[at] == TRUE || (told[at] == UNTOLD && !rule.permits());
    }

    /** The grounds of the first refusal in the order of ids, or null where none fired. */
    @Nullable
    Refused refusal() {
        if (refused == null || refusedFor == null) {
            return null;
        }
        var rule = index.rules().get(refusing);
        var validity = rule.validity();
        boolean late = validity.review() && validity.awaitsReview(refused.now(), known, refused.zones());
        var refusal = late ? Builtin.refusal(rule, true) : index.refusal(refusing);
        return new Refused(rule, refusal, refused, refusedFor);
    }

    /** The first organisation and capability that no rule permits, or null. */
    @Nullable
    Lacking lacking() {
        return lacking == null || lackingFor == null ? null : new Lacking(lacking, lackingFor);
    }

    /** Ids of all rules that fired. */
    List<String> matched() {
        return new RuleIds(index.rules(), bits);
    }

    Noted noted() {
        return margin == null ? Noted.NOTHING : margin.noted();
    }

    /** What the rules that fired ask, in the order of ids. */
    List<Demand> demands() {
        List<Demand> all = List.of();
        for (int word = 0; word < bits.length / 2; word++) {
            for (long left = bits[word] & index.asking()[word]; left != 0; left &= left - 1) {
                var rule = index.rules().get((word << 6) + Long.numberOfTrailingZeros(left));
                all = all.isEmpty() ? new ArrayList<>() : all;
                all.add(new Demand(rule.id(), rule.obligations()));
            }
        }
        return all;
    }

    /** The first permit in the order of ids that fired. */
    Permitted permit() {
        if (permitted == null || permittedFor == null) {
            throw new IllegalStateException("nothing permits");
        }
        return new Permitted(index.rules().get(permitting), permitted, permittedFor);
    }
}
