package io.facegate.policy.proof.bdd;

import java.util.Arrays;

/**
 * Evaluates binary BDD operations top-down. Uses an explicit stack in arrays instead of recursion, because diagrams are
 * as deep as policies have values.
 */
final class BddEvaluation {
    static final int AND = 1;
    static final int BUT = 2;
    static final int OR = 3;

    /** Existential quantification of the first over the variables of the second. */
    static final int SOME = 4;

    /** Cofactor of the first by the assignment of the second. */
    static final int GIVEN = 5;

    /** Whether the functions are disjoint. */
    static final int APART = 6;

    private static final int FALSE = Bdd.FALSE;
    private static final int TRUE = Bdd.TRUE;
    private static final int UNKNOWN = -1;
    private static final int INITIAL = 1 << 10;
    private static final int REMEMBERED = 1 << 14;

    /** Next step of an operation on the stack. */
    private static final byte BEGIN = 0;

    private static final byte LOW_IS_KNOWN = 1;
    private static final byte HIGH_IS_KNOWN = 2;
    private static final byte PASS_ON = 3;

    private final BddNodes nodes;
    private final long most;
    private final BddCache memory = new BddCache(REMEMBERED);
    private byte[] question = new byte[INITIAL];
    private byte[] state = new byte[INITIAL];
    private int[] one = new int[INITIAL];
    private int[] other = new int[INITIAL];
    private int[] low = new int[INITIAL];
    private int depth;
    private int answer;
    private long steps;

    /** @param most maximum number of steps */
    BddEvaluation(BddNodes nodes, long most) {
        this.nodes = nodes;
        this.most = most;
    }

    /** Number of operations not answered at once. */
    long steps() {
        return steps;
    }

    /** Evaluates one operation; neither operand may be a known constant. */
    int evaluate(int asked, int first, int second) {
        int base = depth;
        try {
            answerOrPush(asked, first, second);
            while (depth > base) {
                advance(depth - 1);
            }
        } finally {
            depth = base;
        }
        return answer;
    }

    /** Answers at once or pushes the operation on the stack. */
    private void answerOrPush(int asked, int first, int second) {
        int known = terminalResult(asked, first, second);
        if (known != UNKNOWN) {
            answer = known;
            return;
        }
        if (depth == one.length) {
            grow();
        }
        boolean swapped = (asked == AND || asked == OR || asked == APART) && first > second;
        question[depth] = (byte) asked;
        state[depth] = BEGIN;
        one[depth] = swapped ? second : first;
        other[depth] = asked == SOME || asked == GIVEN ? below(first, second) : swapped ? first : second;
        depth++;
    }

    private static int terminalResult(int asked, int first, int second) {
        return switch (asked) {
            case AND ->
                first == FALSE || second == FALSE
                        ? FALSE
                        : first == TRUE || first == second ? second : second == TRUE ? first : UNKNOWN;
            case OR ->
                first == TRUE || second == TRUE
                        ? TRUE
                        : first == FALSE || first == second ? second : second == FALSE ? first : UNKNOWN;
            case BUT -> first == FALSE || second == TRUE || first == second ? FALSE : second == FALSE ? first : UNKNOWN;
            case APART ->
                first == FALSE || second == FALSE
                        ? TRUE
                        : first == TRUE || second == TRUE || first == second ? FALSE : UNKNOWN;
            default -> first <= TRUE || second == TRUE ? first : UNKNOWN;
        };
    }

    /** The rest of a variable cube below the top variable of a function. */
    private int below(int function, int named) {
        int rest = named;
        while (nodes.variable(rest) < nodes.variable(function)) {
            rest = nodes.low(rest) == FALSE ? nodes.high(rest) : nodes.low(rest);
        }
        return rest;
    }

    private void advance(int at) {
        switch (state[at]) {
            case BEGIN -> begin(at);
            case LOW_IS_KNOWN -> {
                low[at] = answer;
                if (isSettled(at)) {
                    finish(at, answer);
                } else {
                    state[at] = HIGH_IS_KNOWN;
                    askHigh(at);
                }
            }
            case HIGH_IS_KNOWN -> join(at);
            default -> finish(at, answer);
        }
    }

    private void begin(int at) {
        int before = other[at] == TRUE ? one[at] : memory.find(question[at], one[at], other[at]);
        if (before >= 0) {
            depth--;
            answer = before;
            return;
        }
        if (++steps > most) {
            throw new BddBudgetExceeded(most + " steps");
        }
        if (question[at] == GIVEN && nodes.variable(other[at]) == nodes.variable(one[at])) {
            boolean isFalse = nodes.high(other[at]) == FALSE;
            state[at] = PASS_ON;
            answerOrPush(
                    GIVEN,
                    isFalse ? nodes.low(one[at]) : nodes.high(one[at]),
                    isFalse ? nodes.low(other[at]) : nodes.high(other[at]));
            return;
        }
        state[at] = LOW_IS_KNOWN;
        int variable = variable(at);
        answerOrPush(
                question[at],
                ifFalse(one[at], variable),
                question[at] >= SOME && question[at] != APART ? rest(at) : ifFalse(other[at], variable));
    }

    private void askHigh(int at) {
        int variable = variable(at);
        answerOrPush(
                question[at],
                ifTrue(one[at], variable),
                question[at] >= SOME && question[at] != APART ? rest(at) : ifTrue(other[at], variable));
    }

    /** True if the second half cannot change the result (short circuit). */
    private boolean isSettled(int at) {
        return (question[at] == APART && answer == FALSE) || (question[at] == SOME && isBound(at) && answer == TRUE);
    }

    private void join(int at) {
        int variable = variable(at);
        if (question[at] == APART) {
            finish(at, answer);
        } else if (question[at] == SOME && isBound(at)) {
            state[at] = PASS_ON;
            answerOrPush(OR, low[at], answer);
        } else {
            finish(at, nodes.reduce(variable, low[at], answer));
        }
    }

    private void finish(int at, int found) {
        depth--;
        memory.resizeFor(nodes.count());
        answer = memory.put(question[at], one[at], other[at], found);
    }

    /** The top variable of an operation. */
    private int variable(int at) {
        return question[at] == SOME || question[at] == GIVEN
                ? nodes.variable(one[at])
                : Math.min(nodes.variable(one[at]), nodes.variable(other[at]));
    }

    /** The rest of the variable cube below the top variable of the function. */
    private int rest(int at) {
        return question[at] == SOME && isBound(at) ? nodes.high(other[at]) : other[at];
    }

    private boolean isBound(int at) {
        return nodes.variable(other[at]) == nodes.variable(one[at]);
    }

    /** The function with a variable false; the variable must not be below its top variable. */
    private int ifFalse(int function, int variable) {
        return nodes.variable(function) == variable ? nodes.low(function) : function;
    }

    private int ifTrue(int function, int variable) {
        return nodes.variable(function) == variable ? nodes.high(function) : function;
    }

    private void grow() {
        int size = depth * 2;
        question = Arrays.copyOf(question, size);
        state = Arrays.copyOf(state, size);
        one = Arrays.copyOf(one, size);
        other = Arrays.copyOf(other, size);
        low = Arrays.copyOf(low, size);
    }
}
