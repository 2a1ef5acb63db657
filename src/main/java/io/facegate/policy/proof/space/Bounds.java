package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;

/**
 * A condition as two sets of requests.
 *
 * @param surely where it surely holds
 * @param perhaps where it does not surely not hold; holds the first
 */
public record Bounds(int surely, int perhaps) {
    public static final Bounds ALWAYS = new Bounds(Bdd.TRUE, Bdd.TRUE);
    public static final Bounds NEVER = new Bounds(Bdd.FALSE, Bdd.FALSE);

    public static Bounds of(int known) {
        return new Bounds(known, known);
    }

    /** What may hold as if it surely did, and what surely holds as if only that could. */
    public Bounds turned() {
        return new Bounds(/* surely= */ perhaps, /* perhaps= */ surely);
    }

    public Bounds and(Bdd bdd, Bounds other) {
        return new Bounds(bdd.and(surely, other.surely), bdd.and(perhaps, other.perhaps));
    }

    public Bounds or(Bdd bdd, Bounds other) {
        return new Bounds(bdd.or(surely, other.surely), bdd.or(perhaps, other.perhaps));
    }

    public Bounds not(Bdd bdd) {
        return new Bounds(bdd.not(perhaps), bdd.not(surely));
    }
}
