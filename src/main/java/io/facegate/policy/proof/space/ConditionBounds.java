package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;

/**
 * A condition as two sets of requests.
 *
 * @param surely where it surely holds
 * @param perhaps where it does not surely not hold; holds the first
 */
public record ConditionBounds(int surely, int perhaps) {
    public static final ConditionBounds ALWAYS = new ConditionBounds(Bdd.TRUE, Bdd.TRUE);
    public static final ConditionBounds NEVER = new ConditionBounds(Bdd.FALSE, Bdd.FALSE);

    public static ConditionBounds of(int known) {
        return new ConditionBounds(known, known);
    }

    /** What may hold as if it surely did, and what surely holds as if only that could. */
    public ConditionBounds turned() {
        return new ConditionBounds(/* surely= */ perhaps, /* perhaps= */ surely);
    }

    public ConditionBounds and(Bdd bdd, ConditionBounds other) {
        return new ConditionBounds(bdd.and(surely, other.surely), bdd.and(perhaps, other.perhaps));
    }

    public ConditionBounds or(Bdd bdd, ConditionBounds other) {
        return new ConditionBounds(bdd.or(surely, other.surely), bdd.or(perhaps, other.perhaps));
    }

    public ConditionBounds not(Bdd bdd) {
        return new ConditionBounds(bdd.not(perhaps), bdd.not(surely));
    }
}
