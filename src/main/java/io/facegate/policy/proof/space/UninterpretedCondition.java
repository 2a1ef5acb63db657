package io.facegate.policy.proof.space;

import io.facegate.policy.condition.Formula;
import io.facegate.policy.proof.bdd.Bdd;

/**
 * Uninterpreted condition: a condition part that cannot be analysed and may be true, false or unknown for any request.
 * Two variables give its value if everything it reads is present, two more if something is absent.
 */
public final class UninterpretedCondition {
    static final int VARIABLES = 4;

    private final Bdd bdd;
    private final Formula.Uninterpreted unread;
    private final int first;

    UninterpretedCondition(Bdd bdd, Formula.Uninterpreted unread, int first) {
        this.bdd = bdd;
        this.unread = unread;
        this.first = first;
    }

    /** Source text. */
    public String text() {
        return unread.text();
    }

    /** Cube of its variables. */
    public int cube() {
        int cube = Bdd.TRUE;
        for (int at = VARIABLES - 1; at >= 0; at--) {
            cube = bdd.node(first + at, Bdd.FALSE, cube);
        }
        return cube;
    }

    /** Consistency constraint: surely true implies possibly true. */
    public int domain() {
        return bdd.and(
                bdd.not(bdd.difference(bdd.variable(first), bdd.variable(first + 1))),
                bdd.not(bdd.difference(bdd.variable(first + 2), bdd.variable(first + 3))));
    }

    /** Requests for which it is true, and for which it is true or unknown. */
    public ConditionBounds bounds(int present) {
        int surely = unread.strict() ? Bdd.FALSE : bdd.variable(first + 2);
        int perhaps = unread.strict() ? Bdd.TRUE : bdd.variable(first + 3);
        return new ConditionBounds(
                bdd.ifThenElse(present, bdd.variable(first), surely),
                bdd.ifThenElse(present, bdd.variable(first + 1), perhaps));
    }
}
