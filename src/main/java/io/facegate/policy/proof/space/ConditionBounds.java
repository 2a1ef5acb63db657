package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;

/**
 * Lower and upper bound of a condition as sets of requests.
 *
 * @param surely requests for which it surely holds
 * @param perhaps requests for which it may hold; a superset of {@code surely}
 */
public record ConditionBounds(int surely, int perhaps) {
    public static final ConditionBounds ALWAYS = new ConditionBounds(Bdd.TRUE, Bdd.TRUE);
    public static final ConditionBounds NEVER = new ConditionBounds(Bdd.FALSE, Bdd.FALSE);

    public static ConditionBounds of(int known) {
        return new ConditionBounds(known, known);
    }

    /** Swaps the bounds: what may hold counts as sure, what surely holds as possible. */
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
