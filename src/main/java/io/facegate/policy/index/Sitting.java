package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.policy.Decision.Noted;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.Mode;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Status;
import io.facegate.policy.vocabulary.Truth;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The judging of one call: which rules fired so far, and what they come to. */
final class Sitting {
    private static final byte TRUE = 1;
    private static final byte FALSE = 2;
    private static final byte UNTOLD = 3;

    private final Index index;
    private final Disputes disputes;
    private final CallFacts facts;
    private final Moment moment;
    private final long[] fired;
    private final Margin margin;
    private byte @Nullable [] conditions;
    private int refusing = Integer.MAX_VALUE;
    private @Nullable Ground refusal;
    private @Nullable Ground lacking;

    Sitting(Index index, Disputes disputes, CallFacts facts, Moment moment) {
        this.index = index;
        this.disputes = disputes;
        this.facts = facts;
        this.moment = moment;
        this.fired = new long[Bits.words(index.rules().size())];
        this.margin = new Margin(index);
    }

    /** When the call is judged, and what was known then, in milliseconds of the epoch. */
    record Moment(long now, long known) {}

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
                if (!fires(rule, at, side, capability)) {
                    continue;
                }
                Bits.set(fired, at);
                permitted |= rule.permits();
                if (rule.refuses() && at < refusing) {
                    refusing = at;
                    refusal = new Ground(side, capability);
                }
            }
        }
        return permitted;
    }

    private boolean fires(Rule rule, int at, Side side, Capability capability) {
        var validity = rule.validity();
        var holds = validity.holds(moment.now, moment.known, validity.local() ? side.zones() : List.of());
        if (!stands(rule, holds)
                || (rule.match().hasResidue() && !stands(rule, side.residue(rule.match(), capability)))
                || (rule.when() != null && !told(rule, at))) {
            return false;
        }
        if (excepted(rule, side, capability)) {
            margin.except(at);
            return false;
        }
        return settled(rule, at) && enforced(rule, at);
    }

    /** A permit needs to be sure. */
    private static boolean stands(Rule rule, Truth truth) {
        return truth == Truth.SURELY || (truth == Truth.PERHAPS && !rule.permits());
    }

    private static boolean excepted(Rule rule, Side side, Capability capability) {
        for (var exception : rule.unless()) {
            if (side.tells(exception, capability) == Truth.SURELY) {
                return true;
            }
        }
        return false;
    }

    /** A disputed rule refuses and obliges, and permits nothing, unless an operator has decided it. */
    private boolean settled(Rule rule, int at) {
        var status = rule.validity().at(moment.known).status();
        if (status == Status.NEVER_ENACTED) {
            return false;
        }
        if (status != Status.DISPUTED) {
            return true;
        }
        boolean overridden = disputes.overridden(at, moment);
        if (overridden) {
            margin.override(at);
        }
        return overridden == rule.permits();
    }

    private boolean enforced(Rule rule, int at) {
        if (rule.mode() == Mode.SHADOW) {
            margin.shadow(at);
        } else if (rule.mode() == Mode.WARN) {
            margin.warn(at);
        }
        return rule.mode() == Mode.ENFORCE;
    }

    /** What cannot be told lets a permit not fire, and any other rule fire. */
    private boolean told(Rule rule, int at) {
        var told = conditions;
        if (told == null) {
            told = new byte[index.rules().size()];
            conditions = told;
        }
        if (told[at] == 0 && rule.when() != null) {
            var value = rule.when().test(facts);
            told[at] = value == null ? UNTOLD : value ? TRUE : FALSE;
        }
        return told[at] == TRUE || (told[at] == UNTOLD && !rule.permits());
    }

    /** The first refusal in the order of ids, or null where none fired. */
    @Nullable
    Rule refusing() {
        return refusal == null ? null : index.rules().get(refusing);
    }

    /** What the first refusal was met by, or null where none fired. */
    @Nullable
    Ground refusal() {
        return refusal;
    }

    /** The first organisation and capability that no rule permits, or null. */
    @Nullable
    Ground lacking() {
        return lacking;
    }

    /** Ids of all rules that fired. */
    List<String> matched() {
        return index.ids(fired);
    }

    Noted noted() {
        return margin.noted();
    }

    /** What all rules that fired ask together. */
    Obligations obligations() {
        var all = Obligations.NONE;
        for (var rule : index.among(fired)) {
            all = all.and(rule.obligations());
        }
        return all;
    }

    /** The first permit in the order of ids that fired. */
    String permitting() {
        for (var rule : index.among(fired)) {
            if (rule.permits()) {
                return rule.id();
            }
        }
        throw new IllegalStateException("nothing permits");
    }
}
