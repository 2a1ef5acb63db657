package io.facegate.policy.proof.bdd;

/**
 * Reduced ordered binary decision diagrams. Each function of the variables has one number, so two functions are the same
 * exactly where their numbers are. Nodes are never given back; where more are needed than allowed, {@link Exhausted} is
 * thrown.
 */
public final class Bdd {
    public static final int FALSE = 0;
    public static final int TRUE = 1;

    private static final int AND = 1;
    private static final int BUT = 2;
    private static final int OR = 3;
    private static final int SOME = 4;
    private static final int GIVEN = 5;
    private static final int APART = 6;
    private static final int REMEMBERED = 1 << 14;

    private final Nodes nodes;
    private final Memory memory = new Memory(REMEMBERED);

    /** @param most nodes that are allowed */
    public Bdd(int most) {
        nodes = new Nodes(most);
    }

    /** How many nodes were made. */
    public int size() {
        return nodes.count();
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
        return ifFalse == ifTrue ? ifFalse : nodes.of(at, ifFalse, ifTrue);
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
        return one == FALSE || other == FALSE ? FALSE : apply(AND, Math.min(one, other), Math.max(one, other));
    }

    public int or(int one, int other) {
        if (one == other || other == FALSE) {
            return one;
        }
        if (one == FALSE) {
            return other;
        }
        return one == TRUE || other == TRUE ? TRUE : apply(OR, Math.min(one, other), Math.max(one, other));
    }

    /** The first, and not the other. */
    public int but(int one, int other) {
        if (one == other || one == FALSE || other == TRUE) {
            return FALSE;
        }
        return other == FALSE ? one : apply(BUT, one, other);
    }

    /** The second where the first is true, else the third. */
    public int either(int choice, int ifTrue, int ifFalse) {
        return or(and(choice, ifTrue), but(ifFalse, choice));
    }

    private int apply(int question, int one, int other) {
        int known = memory.recall(question, one, other);
        if (known >= 0) {
            return known;
        }
        int at = Math.min(top(one), top(other));
        int lowOne = ifFalse(one, at);
        int lowOther = ifFalse(other, at);
        int highOne = ifTrue(one, at);
        int highOther = ifTrue(other, at);
        return keep(
                question,
                one,
                other,
                switch (question) {
                    case AND -> node(at, and(lowOne, lowOther), and(highOne, highOther));
                    case OR -> node(at, or(lowOne, lowOther), or(highOne, highOther));
                    default -> node(at, but(lowOne, lowOther), but(highOne, highOther));
                });
    }

    /** What a function is where a variable is false that does not stand below its first. */
    private int ifFalse(int function, int at) {
        return top(function) == at ? low(function) : function;
    }

    private int ifTrue(int function, int at) {
        return top(function) == at ? high(function) : function;
    }

    /** True where no assignment meets both; makes no node. */
    public boolean apart(int one, int other) {
        if (one == FALSE || other == FALSE) {
            return true;
        }
        if (one == TRUE || other == TRUE || one == other) {
            return false;
        }
        int first = Math.min(one, other);
        int second = Math.max(one, other);
        int known = memory.recall(APART, first, second);
        if (known >= 0) {
            return known == TRUE;
        }
        int at = Math.min(top(first), top(second));
        boolean apart = apart(ifFalse(first, at), ifFalse(second, at)) && apart(ifTrue(first, at), ifTrue(second, at));
        keep(APART, first, second, apart ? TRUE : FALSE);
        return apart;
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
        int rest = named;
        while (top(rest) < top(function)) {
            rest = high(rest);
        }
        if (function <= TRUE || rest == TRUE) {
            return function;
        }
        int known = memory.recall(SOME, function, rest);
        if (known >= 0) {
            return known;
        }
        boolean bound = top(rest) == top(function);
        int below = bound ? high(rest) : rest;
        int ifFalse = some(low(function), below);
        int ifTrue = bound && ifFalse == TRUE ? TRUE : some(high(function), below);
        return keep(SOME, function, rest, bound ? or(ifFalse, ifTrue) : node(top(function), ifFalse, ifTrue));
    }

    /**
     * What a function is where some variables are known; it hangs on them no more.
     *
     * @param known those variables, each true or false
     */
    public int given(int function, int known) {
        int rest = known;
        while (top(rest) < top(function)) {
            rest = low(rest) == FALSE ? high(rest) : low(rest);
        }
        if (function <= TRUE || rest == TRUE) {
            return function;
        }
        int before = memory.recall(GIVEN, function, rest);
        if (before >= 0) {
            return before;
        }
        int at = top(function);
        if (top(rest) != at) {
            return keep(GIVEN, function, rest, node(at, given(low(function), rest), given(high(function), rest)));
        }
        boolean isFalse = high(rest) == FALSE;
        return keep(
                GIVEN, function, rest, isFalse ? given(low(function), low(rest)) : given(high(function), high(rest)));
    }

    private int keep(int question, int one, int other, int answer) {
        memory.fit(nodes.count());
        return memory.keep(question, one, other, answer);
    }
}
