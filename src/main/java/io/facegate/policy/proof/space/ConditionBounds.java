package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;

/**
 * Lower and upper bound of a condition as sets of requests.
 *
 * @param certain requests for which it surely holds
 * @param possible requests for which it may hold; a superset of {@code certain}
 */
public record ConditionBounds(int certain, int possible) {
    public static final ConditionBounds ALWAYS = new ConditionBounds(Bdd.TRUE, Bdd.TRUE);
    public static final ConditionBounds NEVER = new ConditionBounds(Bdd.FALSE, Bdd.FALSE);

    public static ConditionBounds of(int known) {
        return new ConditionBounds(known, known);
    }

    /** Swaps the bounds: what may hold counts as sure, what surely holds as possible. */
    public ConditionBounds swapped() {
        return new ConditionBounds(/* certain= */ possible, /* possible= */ certain);
    }

    public ConditionBounds and(Bdd bdd, ConditionBounds other) {
        return new ConditionBounds(bdd.and(certain, other.certain), bdd.and(possible, other.possible));
    }

    public ConditionBounds or(Bdd bdd, ConditionBounds other) {
        return new ConditionBounds(bdd.or(certain, other.certain), bdd.or(possible, other.possible));
    }

    public ConditionBounds not(Bdd bdd) {
        return new ConditionBounds(bdd.not(possible), bdd.not(certain));
    }
}
