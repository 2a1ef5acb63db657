package io.facegate.policy.proof.bdd;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/** Single assignments of the variables of some diagrams. */
public final class Assignments {
    private static final int IMPOSSIBLE = 1 << 29;

    private final Bdd bdd;

    public Assignments(Bdd bdd) {
        this.bdd = bdd;
    }

    /**
     * The cheapest assignment that meets a function, which is not {@link Bdd#FALSE}; variables are false where they can be.
     *
     * @param cost of each variable that is true
     */
    public BitSet cheapest(int function, IntUnaryOperator cost) {
        var costs = new HashMap<Integer, Integer>(Map.of(Bdd.TRUE, 0));
        costs(function, cost, costs);
        var found = new BitSet();
        for (int at = function; at != Bdd.TRUE; ) {
            int ifTrue = costs(bdd.high(at), cost, costs) + cost.applyAsInt(bdd.top(at));
            boolean isTrue = ifTrue < costs(bdd.low(at), cost, costs);
            found.set(bdd.top(at), isTrue);
            at = isTrue ? bdd.high(at) : bdd.low(at);
        }
        return found;
    }

    private int costs(int function, IntUnaryOperator cost, Map<Integer, Integer> known) {
        if (function == Bdd.FALSE) {
            return IMPOSSIBLE;
        }
        var before = known.get(function);
        if (before != null) {
            return before;
        }
        int least = Math.min(
                costs(bdd.low(function), cost, known),
                costs(bdd.high(function), cost, known) + cost.applyAsInt(bdd.top(function)));
        known.put(function, least);
        return least;
    }

    /** Some assignment that meets a function, which is not {@link Bdd#FALSE}; where there is a choice, it falls by chance. */
    public BitSet drawn(int function, RandomGenerator chance) {
        var found = new BitSet();
        for (int at = function; at != Bdd.TRUE; ) {
            boolean isTrue = bdd.low(at) == Bdd.FALSE || (bdd.high(at) != Bdd.FALSE && chance.nextBoolean());
            found.set(bdd.top(at), isTrue);
            at = isTrue ? bdd.high(at) : bdd.low(at);
        }
        return found;
    }

    /** Whether an assignment meets a function. */
    public boolean holds(int function, BitSet assignment) {
        int at = function;
        while (at > Bdd.TRUE) {
            at = assignment.get(bdd.top(at)) ? bdd.high(at) : bdd.low(at);
        }
        return at == Bdd.TRUE;
    }
}
