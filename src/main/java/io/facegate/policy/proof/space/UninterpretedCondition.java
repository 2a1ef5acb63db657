package io.facegate.policy.proof.space;

import io.facegate.policy.condition.Formula;
import io.facegate.policy.proof.bdd.Bdd;

/**
 * What cannot be read of a condition: it may be true, false or untold on any request. Two variables say which where all
 * that it reads is there, two more where something is absent.
 */
public final class UninterpretedCondition {
    static final int VARIABLES = 4;

    private final Bdd bdd;
    private final Formula.Unread unread;
    private final int first;

    UninterpretedCondition(Bdd bdd, Formula.Unread unread, int first) {
        this.bdd = bdd;
        this.unread = unread;
        this.first = first;
    }

    /** As it is written. */
    public String text() {
        return unread.text();
    }

    /** Its variables, all true. */
    public int cube() {
        int cube = Bdd.TRUE;
        for (int at = VARIABLES - 1; at >= 0; at--) {
            cube = bdd.node(first + at, Bdd.FALSE, cube);
        }
        return cube;
    }

    /** True where a function's value hangs on it. */
    boolean holds(int variable) {
        return variable >= first && variable < first + VARIABLES;
    }

    /** What is sure may also be. */
    public int domain() {
        return bdd.and(
                bdd.not(bdd.but(bdd.variable(first), bdd.variable(first + 1))),
                bdd.not(bdd.but(bdd.variable(first + 2), bdd.variable(first + 3))));
    }

    /** Where it is true, and where it is true or untold. */
    public ConditionBounds bounds(int present) {
        int surely = unread.strict() ? Bdd.FALSE : bdd.variable(first + 2);
        int perhaps = unread.strict() ? Bdd.TRUE : bdd.variable(first + 3);
        return new ConditionBounds(
                bdd.either(present, bdd.variable(first), surely),
                bdd.either(present, bdd.variable(first + 1), perhaps));
    }
}
