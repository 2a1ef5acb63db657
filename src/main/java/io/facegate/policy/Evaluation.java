package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.policy.Decision.Demand;
import io.facegate.policy.Decision.Grounds;
import io.facegate.policy.Decision.NonDecidingRules;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.TruthValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluation of one call: the rules that fired so far and the decision they lead to. The combining algorithm is deny
 * overrides, and deny by default.
 */
final class Evaluation {
    private static final Capability[] CAPABILITIES = Capability.values();
    private static final byte TRUE = 1;
    private static final byte FALSE = 2;
    private static final byte UNTOLD = 3;

    private final RuleIndex index;
    private final long known;
    private final boolean mild;
    /** Bit set of the rules that fired; from {@link #beside} on, the candidates for one link of the chain. */
    private final long[] bits;

    /** Zero for one link and one capability: the candidates then need not be kept after evaluation. */
    private final int beside;

    private @Nullable NonDecidingMatches margin;
    /** The evaluation that keeps the results of the conditions; another one for a capability of the same call. */
    private final Evaluation tested;

    private @Nullable CallFacts facts;
    private byte @Nullable [] conditions;
    /** What decides so far; a refusal outranks a missing permit, which outranks a permit. */
    private Weight weight = Weight.NOTHING;

    private int deciding;
    private @Nullable EvaluationContext decided;
    private @Nullable Capability decidedFor;

    private enum Weight {
        NOTHING,
        PERMIT,
        LACK,
        REFUSAL
    }

    /**
     * @param known amendments known later than this are ignored; milliseconds of the epoch
     * @param alone whether only one organisation and one capability are evaluated
     * @param mild whether unknown conditions are resolved in the caller's favour
     */
    Evaluation(RuleIndex index, long known, boolean alone, boolean mild) {
        int words = RuleBits.wordCount(index.rules().size());
        this.index = index;
        this.known = known;
        this.mild = mild;
        this.beside = alone ? 0 : words;
        this.bits = new long[words + beside];
        this.tested = this;
    }

    /** Another evaluation of the same call, for other capabilities. */
    Evaluation(Evaluation same, boolean mild) {
        int words = RuleBits.wordCount(same.index.rules().size());
        this.index = same.index;
        this.known = same.known;
        this.mild = mild;
        this.beside = words;
        this.bits = new long[2 * words];
        this.tested = same.tested;
    }

    /**
     * Composes evaluations of single capabilities: the result is as if all had been evaluated at once.
     *
     * @param each in the order of their capabilities
     * @param sides in the order in which they were evaluated
     */
    static Evaluation compose(List<Evaluation> each, List<EvaluationContext> sides) {
        var first = each.getFirst();
        var all = new Evaluation(first.index, first.known, true, first.mild);
        for (var one : each) {
            for (int word = 0; word < all.bits.length; word++) {
                all.bits[word] |= one.bits[word];
            }
            if (one.margin != null) {
                all.margin().add(one.margin);
            }
            if (one.decided != null && one.decidedFor != null && all.yieldsTo(one, sides)) {
                all.weight = one.weight;
                all.deciding = one.deciding;
                all.decided = one.decided;
                all.decidedFor = one.decidedFor;
            }
        }
        return all;
    }

    /** True if the other would have decided, evaluated beside this one: capabilities are evaluated side by side. */
    private boolean yieldsTo(Evaluation other, List<EvaluationContext> sides) {
        if (other.weight != weight || other.deciding != deciding) {
            return other.weight.compareTo(weight) > 0 || (other.weight == weight && other.deciding < deciding);
        }
        return sides.indexOf(other.decided) < sides.indexOf(decided);
    }

    /** Evaluates the call as made by one organisation of the chain; bits of the mask are capability ordinals. */
    void evaluate(EvaluationContext side, long capabilities) {
        index.candidates(side, bits, beside);
        for (long left = capabilities; left != 0; left &= left - 1) {
            var capability = CAPABILITIES[Long.numberOfTrailingZeros(left)];
            if (!evaluate(side, capability)) {
                weigh(Weight.LACK, 0, side, capability);
            }
        }
    }

    /** False if no rule permits the capability. */
    private boolean evaluate(EvaluationContext side, Capability capability) {
        boolean permitted = false;
        var able = index.candidates(capability);
        for (int word = 0; word < able.length; word++) {
            long standing = bits[beside + word] & able[word];
            if (beside == 0) {
                bits[word] = 0;
            }
            if (standing == 0) {
                continue;
            }
            long firing = side.isGeneral() ? 0 : standing & index.plainRules()[word];
            for (long left = standing & ~firing; left != 0; left &= left - 1) {
                int at = (word << 6) + Long.numberOfTrailingZeros(left);
                if (fires(index.rules().get(at), at, side, capability)) {
                    firing |= left & -left;
                }
            }
            bits[word] |= firing;
            permitted |= weighFirst(Weight.PERMIT, word, firing & index.permits()[word], side, capability);
            weighFirst(Weight.REFUSAL, word, firing & index.refusalRules()[word], side, capability);
        }
        return permitted;
    }

    /** Weighs the first of the firing rules; false if there is none. */
    private boolean weighFirst(Weight of, int word, long firing, EvaluationContext side, Capability capability) {
        if (firing != 0) {
            weigh(of, (word << 6) + Long.numberOfTrailingZeros(firing), side, capability);
        }
        return firing != 0;
    }

    /** Keeps the higher weight; of equal weights, the first rule in id order, else the earlier one. */
    private void weigh(Weight of, int rule, EvaluationContext side, Capability capability) {
        if (of.compareTo(weight) > 0 || (of == weight && rule < deciding)) {
            weight = of;
            deciding = rule;
            decided = side.closed();
            decidedFor = capability;
        }
    }

    private boolean fires(Rule rule, int at, EvaluationContext side, Capability capability) {
        var validity = rule.validity();
        var holds = validity.inForce(side.now(), known, validity.local() ? side.zones() : List.of());
        // What is open fires the rules that permit in a mild evaluation, and the others in a strict one.
        boolean towards = rule.permits() == mild;
        if (!applies(
                        rule,
                        holds == TruthValue.PERHAPS && side.isOpen(Attribute.JURISDICTION)
                                ? TruthValue.of(towards)
                                : holds)
                || !matches(rule, side.supposing(towards), capability)
                || (rule.when() != null && !matchesResidual(rule, at, side))) {
            return false;
        }
        if (isExcepted(rule, side.supposing(!towards), capability)) {
            noteExcepted(rule, at);
            return false;
        }
        return isEnforceable(rule, at, side.now()) && isEnforced(rule, at);
    }

    /** The index covers the words of one call; of calls in general it covers none. */
    private static boolean matches(Rule rule, EvaluationContext side, Capability capability) {
        if (side.isGeneral()) {
            return applies(rule, side.matches(rule.match(), capability));
        }
        return !rule.match().hasResidue() || applies(rule, side.matchesResidual(rule.match(), capability));
    }

    /** A permit applies only if surely true; other rules also if possibly true. */
    private static boolean applies(Rule rule, TruthValue truth) {
        return truth == TruthValue.SURELY || (truth == TruthValue.PERHAPS && !rule.permits());
    }

    /** Notes an excepted refusal. Excepted obligations and rules never enacted are not noted. */
    private void noteExcepted(Rule rule, int at) {
        if (rule.refuses() && rule.validity().versionKnownAt(known).status() != LegalStatus.NEVER_ENACTED) {
            margin().addExcepted(at);
        }
    }

    private static boolean isExcepted(Rule rule, EvaluationContext side, Capability capability) {
        for (int at = 0; at < rule.unless().size(); at++) {
            if (side.matches(rule.unless().get(at), capability) == TruthValue.SURELY) {
                return true;
            }
        }
        return false;
    }

    /** A disputed rule refuses and obliges but does not permit; an operator's override reverses that. */
    private boolean isEnforceable(Rule rule, int at, long now) {
        var status = rule.validity().versionKnownAt(known).status();
        if (status == LegalStatus.NEVER_ENACTED) {
            return false;
        }
        if (status != LegalStatus.DISPUTED) {
            return true;
        }
        boolean overridden = index.disputeOverrides().isOverridden(at, now, known);
        if (overridden) {
            margin().addOverridden(at);
        }
        return overridden == rule.permits();
    }

    private boolean isEnforced(Rule rule, int at) {
        if (rule.mode() == RuleMode.SHADOW) {
            margin().addShadow(at);
        } else if (rule.mode() == RuleMode.WARN) {
            margin().addWarned(at);
        }
        return rule.mode() == RuleMode.ENFORCE;
    }

    private NonDecidingMatches margin() {
        var kept = margin;
        if (kept == null) {
            kept = new NonDecidingMatches(index);
            margin = kept;
        }
        return kept;
    }

    /**
     * Tests the residual condition, once per call. If its value is unknown, a permit does not fire and other rules do;
     * mild evaluation reverses that.
     */
    private boolean matchesResidual(Rule rule, int at, EvaluationContext side) {
        var told = tested.conditions;
        if (told == null) {
            told = new byte[index.rules().size()];
            tested.conditions = told;
        }
        if (told[at] == 0 && rule.when() != null) {
            if (tested.facts == null) {
                tested.facts = side.facts();
            }
            var value = rule.when().test(tested.facts);
            told[at] = value == null ? UNTOLD : value ? TRUE : FALSE;
        }
        return told[at] == TRUE || (told[at] == UNTOLD && rule.permits() == mild);
    }

    /** Why the call is refused: a refusing rule, else a missing permit. Null if permitted. */
    @Nullable
    Grounds grounds() {
        if (decided == null || decidedFor == null || weight == Weight.PERMIT) {
            return null;
        }
        if (weight == Weight.LACK) {
            return new NoPermit(decided, decidedFor);
        }
        var rule = index.rules().get(deciding);
        var validity = rule.validity();
        boolean late = validity.review() && validity.awaitsReview(decided.now(), known, decided.zones());
        var refusal = late ? BuiltinRefusals.refusal(rule, true) : index.refusal(deciding);
        return new RefusalReason(
                rule,
                BuiltinRefusals.withUnknownFacts(refusal, UnknownFacts.describe(decided, rule.match(), decidedFor)),
                decided,
                decidedFor);
    }

    /** Ids of all rules that fired. */
    List<String> matched() {
        return new RuleIds(index.rules(), bits);
    }

    NonDecidingRules nonDeciding() {
        return margin == null ? NonDecidingRules.NOTHING : margin.nonDeciding();
    }

    /** Obligations of the rules that fired, in id order. */
    List<Demand> demands() {
        List<Demand> all = List.of();
        for (int word = 0; word < RuleBits.wordCount(index.rules().size()); word++) {
            for (long left = bits[word] & index.obligingRules()[word]; left != 0; left &= left - 1) {
                var rule = index.rules().get((word << 6) + Long.numberOfTrailingZeros(left));
                all = all.isEmpty() ? new ArrayList<>() : all;
                all.add(new Demand(rule.id(), rule.obligations()));
            }
        }
        return all;
    }

    /** The first permit in id order that fired. */
    PermitReason permit() {
        if (decided == null || decidedFor == null || weight != Weight.PERMIT) {
            throw new IllegalStateException("nothing permits");
        }
        return new PermitReason(index.rules().get(deciding), decided, decidedFor);
    }
}
