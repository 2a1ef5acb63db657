package io.facegate.policy.proof.bdd;

/** An answer would take more nodes than were allowed. */
public final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted(int most) {
        super("more than " + most + " nodes");
    }
}
