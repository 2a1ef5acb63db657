package io.facegate.policy.proof.bdd;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * Reduced ordered binary decision diagrams. Each function of the variables has one number, so two functions are the same
 * exactly where their numbers are. Nodes are never given back; where more nodes or more work are needed than allowed, {@link
 * Exhausted} is thrown. Nothing here recurses, so a deep diagram takes no more of the thread's stack than a flat one.
 */
public final class Bdd {
    public static final int FALSE = 0;
    public static final int TRUE = 1;

    /** As many comparisons take about half a minute. */
    private static final long STEPS = 1_000_000_000;

    private final BddNodes nodes;
    private final BddEvaluation evaluation;

    /** @param most nodes that are allowed */
    public Bdd(int most) {
        nodes = new BddNodes(most);
        evaluation = new BddEvaluation(nodes, STEPS);
    }

    /** How many nodes were made. */
    public int size() {
        return nodes.count();
    }

    /** How many pairs of nodes were compared: the work that was done, whatever the machine. */
    public long steps() {
        return evaluation.steps();
    }

    /** True where the variable is; the smaller its number, the higher it stands. */
    public int variable(int at) {
        return node(at, FALSE, TRUE);
    }

    /** The first variable that a function hangs on; greater than any variable for a constant. */
    public int top(int function) {
        return nodes.variable(function);
    }

    /** What a function is where its first variable is false. */
    public int low(int function) {
        return nodes.low(function);
    }

    /** What a function is where its first variable is true. */
    public int high(int function) {
        return nodes.high(function);
    }

    /** One function where a variable is false, another where it is true; it stands above the variables of both. */
    public int node(int at, int ifFalse, int ifTrue) {
        return nodes.reduced(at, ifFalse, ifTrue);
    }

    public int not(int function) {
        return but(TRUE, function);
    }

    public int and(int one, int other) {
        if (one == other || other == TRUE) {
            return one;
        }
        if (one == TRUE) {
            return other;
        }
        return one == FALSE || other == FALSE
                ? FALSE
                : apply(BddEvaluation.AND, Math.min(one, other), Math.max(one, other));
    }

    public int or(int one, int other) {
        if (one == other || other == FALSE) {
            return one;
        }
        if (one == FALSE) {
            return other;
        }
        return one == TRUE || other == TRUE
                ? TRUE
                : apply(BddEvaluation.OR, Math.min(one, other), Math.max(one, other));
    }

    /** The first, and not the other. */
    public int but(int one, int other) {
        if (one == other || one == FALSE || other == TRUE) {
            return FALSE;
        }
        return other == FALSE ? one : apply(BddEvaluation.BUT, one, other);
    }

    /** The second where the first is true, else the third. */
    public int either(int choice, int ifTrue, int ifFalse) {
        return or(and(choice, ifTrue), but(ifFalse, choice));
    }

    private int apply(int question, int one, int other) {
        return evaluation.of(question, one, other);
    }

    /** Any of these: two by two, so that what is small stays small for long. */
    public int any(List<Integer> functions) {
        return balanced(functions, this::or, FALSE);
    }

    /** All of these. */
    public int all(List<Integer> functions) {
        return balanced(functions, this::and, TRUE);
    }

    /** All of these, of which each has variables of its own that stand together: the lowest first, so none is gone through twice. */
    public int stacked(List<Integer> functions) {
        int all = TRUE;
        for (int function : functions.stream()
                .sorted(Comparator.comparingInt(this::top).reversed())
                .toList()) {
            all = and(function, all);
        }
        return all;
    }

    /** The variables that a function hangs on. */
    public BitSet support(int function) {
        var found = new BitSet();
        var nodes = new BitSet();
        nodes.set(function);
        for (int at = function; at > TRUE; at = nodes.previousSetBit(at - 1)) {
            found.set(top(at));
            nodes.set(low(at));
            nodes.set(high(at));
        }
        return found;
    }

    private static int balanced(List<Integer> functions, IntBinaryOperator together, int none) {
        int[] left = functions.stream().mapToInt(Integer::intValue).toArray();
        int count = left.length;
        while (count > 1) {
            int made = 0;
            for (int at = 0; at < count; at += 2) {
                left[made++] = at + 1 < count ? together.applyAsInt(left[at], left[at + 1]) : left[at];
            }
            count = made;
        }
        return count == 0 ? none : left[0];
    }

    /** True where no assignment meets both; makes no node. */
    public boolean apart(int one, int other) {
        if (one == FALSE || other == FALSE) {
            return true;
        }
        if (one == TRUE || other == TRUE || one == other) {
            return false;
        }
        return apply(BddEvaluation.APART, Math.min(one, other), Math.max(one, other)) == TRUE;
    }

    /** True where every assignment that meets the first meets the other. */
    public boolean implies(int one, int other) {
        return but(one, other) == FALSE;
    }

    /**
     * True where some assignment of the named variables makes it so.
     *
     * @param named the variables, all true
     */
    public int some(int function, int named) {
        return function <= TRUE || named == TRUE ? function : apply(BddEvaluation.SOME, function, named);
    }

    /**
     * What a function is where some variables are known; it hangs on them no more.
     *
     * @param known those variables, each true or false
     */
    public int given(int function, int known) {
        return function <= TRUE || known == TRUE ? function : apply(BddEvaluation.GIVEN, function, known);
    }
}
