package io.facegate.policy.proof.bdd;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/** Satisfying assignments of BDDs. */
public final class BddAssignments {
    private static final int IMPOSSIBLE = 1 << 29;

    private final Bdd bdd;

    public BddAssignments(Bdd bdd) {
        this.bdd = bdd;
    }

    /**
     * The cheapest satisfying assignment of a function other than {@link Bdd#FALSE}. Unconstrained variables are false.
     *
     * @param cost cost of each variable that is true
     */
    public BitSet findCheapest(int function, IntUnaryOperator cost) {
        var costs = costs(function, cost);
        var found = new BitSet();
        for (int at = function; at != Bdd.TRUE; ) {
            int ifTrue = costs.getOrDefault(bdd.high(at), IMPOSSIBLE) + cost.applyAsInt(bdd.topVariable(at));
            boolean isTrue = ifTrue < costs.getOrDefault(bdd.low(at), IMPOSSIBLE);
            found.set(bdd.topVariable(at), isTrue);
            at = isTrue ? bdd.high(at) : bdd.low(at);
        }
        return found;
    }

    /** Least cost of each node of a function. Nodes have greater numbers than their children. */
    private Map<Integer, Integer> costs(int function, IntUnaryOperator cost) {
        var costs = new HashMap<Integer, Integer>(Map.of(Bdd.TRUE, 0, Bdd.FALSE, IMPOSSIBLE));
        var nodes = below(function);
        for (int at = nodes.nextSetBit(Bdd.TRUE + 1); at >= 0; at = nodes.nextSetBit(at + 1)) {
            int ifTrue = costs.getOrDefault(bdd.high(at), IMPOSSIBLE) + cost.applyAsInt(bdd.topVariable(at));
            costs.put(at, Math.min(IMPOSSIBLE, Math.min(costs.getOrDefault(bdd.low(at), IMPOSSIBLE), ifTrue)));
        }
        return costs;
    }

    private BitSet below(int function) {
        var found = new BitSet();
        found.set(function);
        for (int at = function; at > Bdd.TRUE; at = found.previousSetBit(at - 1)) {
            found.set(bdd.low(at));
            found.set(bdd.high(at));
        }
        return found;
    }

    /** A random satisfying assignment of a function other than {@link Bdd#FALSE}. */
    public BitSet randomAssignment(int function, RandomGenerator chance) {
        var found = new BitSet();
        for (int at = function; at != Bdd.TRUE; ) {
            boolean isTrue = bdd.low(at) == Bdd.FALSE || (bdd.high(at) != Bdd.FALSE && chance.nextBoolean());
            found.set(bdd.topVariable(at), isTrue);
            at = isTrue ? bdd.high(at) : bdd.low(at);
        }
        return found;
    }

    /** True if the assignment satisfies the function. */
    public boolean satisfies(int function, BitSet assignment) {
        int at = function;
        while (at > Bdd.TRUE) {
            at = assignment.get(bdd.topVariable(at)) ? bdd.high(at) : bdd.low(at);
        }
        return at == Bdd.TRUE;
    }
}
