package io.facegate.policy.proof.bdd;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * Reduced ordered binary decision diagrams (BDD). Every Boolean function has one number, so functions are equal exactly
 * if their numbers are. Nodes are never freed. Throws {@link BddBudgetExceeded} if more nodes or steps are needed than
 * allowed. Nothing recurses: a deep diagram uses no more thread stack than a flat one.
 */
public final class Bdd {
    public static final int FALSE = 0;
    public static final int TRUE = 1;

    /** Budget of comparisons; about half a minute. */
    private static final long STEPS = 1_000_000_000;

    private final BddNodes nodes;
    private final BddEvaluation evaluation;

    /** @param most maximum number of nodes */
    public Bdd(int most) {
        nodes = new BddNodes(most);
        evaluation = new BddEvaluation(nodes, STEPS);
    }

    /** Number of nodes. */
    public int size() {
        return nodes.count();
    }

    /** Number of node pairs compared: a machine-independent measure of work. */
    public long steps() {
        return evaluation.steps();
    }

    /** The function of one variable; smaller numbers are higher in the order. */
    public int variable(int at) {
        return node(at, FALSE, TRUE);
    }

    /** The top variable of a function; greater than any variable for a constant. */
    public int topVariable(int function) {
        return nodes.variable(function);
    }

    /** The function with its top variable false. */
    public int low(int function) {
        return nodes.low(function);
    }

    /** The function with its top variable true. */
    public int high(int function) {
        return nodes.high(function);
    }

    /** A node (if-then-else of one variable); the variable must be above those of both functions. */
    public int node(int at, int ifFalse, int ifTrue) {
        return nodes.reduce(at, ifFalse, ifTrue);
    }

    public int not(int function) {
        return difference(TRUE, function);
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

    /** Difference: the first and not the second. */
    public int difference(int one, int other) {
        if (one == other || one == FALSE || other == TRUE) {
            return FALSE;
        }
        return other == FALSE ? one : apply(BddEvaluation.BUT, one, other);
    }

    /** If-then-else: the second where the first is true, else the third. */
    public int ifThenElse(int choice, int ifTrue, int ifFalse) {
        return or(and(choice, ifTrue), difference(ifFalse, choice));
    }

    private int apply(int question, int one, int other) {
        return evaluation.evaluate(question, one, other);
    }

    /** Disjunction; joined pairwise to keep intermediate results small. */
    public int orAll(List<Integer> functions) {
        return balanced(functions, this::or, FALSE);
    }

    /** Conjunction. */
    public int andAll(List<Integer> functions) {
        return balanced(functions, this::and, TRUE);
    }

    /**
     * Conjunction of functions over disjoint, contiguous variables; starts at the lowest, so no function is traversed
     * twice.
     */
    public int andDisjoint(List<Integer> functions) {
        int all = TRUE;
        for (int function : functions.stream()
                .sorted(Comparator.comparingInt(this::topVariable).reversed())
                .toList()) {
            all = and(function, all);
        }
        return all;
    }

    /** The variables that a function depends on. */
    public BitSet support(int function) {
        var found = new BitSet();
        var nodes = new BitSet();
        nodes.set(function);
        for (int at = function; at > TRUE; at = nodes.previousSetBit(at - 1)) {
            found.set(topVariable(at));
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

    /** True if the functions are disjoint; creates no node. */
    public boolean areDisjoint(int one, int other) {
        if (one == FALSE || other == FALSE) {
            return true;
        }
        if (one == TRUE || other == TRUE || one == other) {
            return false;
        }
        return apply(BddEvaluation.APART, Math.min(one, other), Math.max(one, other)) == TRUE;
    }

    /** True if the first function implies the second. */
    public boolean implies(int one, int other) {
        return difference(one, other) == FALSE;
    }

    /**
     * Existential quantification over the named variables.
     *
     * @param named cube of the variables, all positive
     */
    public int exists(int function, int named) {
        return function <= TRUE || named == TRUE ? function : apply(BddEvaluation.SOME, function, named);
    }

    /**
     * Cofactor: fixes some variables; the result no longer depends on them.
     *
     * @param known cube of those variables, each positive or negative
     */
    public int restrict(int function, int known) {
        return function <= TRUE || known == TRUE ? function : apply(BddEvaluation.GIVEN, function, known);
    }
}
