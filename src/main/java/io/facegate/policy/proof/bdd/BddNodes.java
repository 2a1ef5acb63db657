package io.facegate.policy.proof.bdd;

import java.util.Arrays;

/** Node table (unique table): each node once; the first two are the constants. */
final class BddNodes {
    /** Variable number of the constants, below all others. */
    private static final int LAST = Integer.MAX_VALUE;

    private static final int INITIAL = 1 << 14;

    private final int most;
    private int[] variable = new int[INITIAL];
    private int[] low = new int[INITIAL];
    private int[] high = new int[INITIAL];
    private int[] next = new int[INITIAL];
    private int[] buckets = new int[INITIAL];
    private int count = 2;

    /** @param most maximum number of nodes */
    BddNodes(int most) {
        this.most = most;
        variable[0] = LAST;
        variable[1] = LAST;
        Arrays.fill(buckets, -1);
    }

    int count() {
        return count;
    }

    int variable(int node) {
        return variable[node];
    }

    int low(int node) {
        return low[node];
    }

    int high(int node) {
        return high[node];
    }

    /** The reduced node: if-then-else of one variable. */
    int reduce(int at, int ifFalse, int ifTrue) {
        return ifFalse == ifTrue ? ifFalse : getOrCreate(at, ifFalse, ifTrue);
    }

    /** The unique node of this triple, created if new. Its number is greater than those of both children. */
    int getOrCreate(int at, int ifFalse, int ifTrue) {
        int bucket = hash(at, ifFalse, ifTrue) & (buckets.length - 1);
        for (int found = buckets[bucket]; found >= 0; found = next[found]) {
            if (variable[found] == at && low[found] == ifFalse && high[found] == ifTrue) {
                return found;
            }
        }
        if (count == variable.length) {
            grow();
            bucket = hash(at, ifFalse, ifTrue) & (buckets.length - 1);
        }
        if (count >= most) {
            throw new BddBudgetExceeded(most + " nodes");
        }
        variable[count] = at;
        low[count] = ifFalse;
        high[count] = ifTrue;
        next[count] = buckets[bucket];
        buckets[bucket] = count;
        return count++;
    }

    private void grow() {
        int size = count * 2;
        variable = Arrays.copyOf(variable, size);
        low = Arrays.copyOf(low, size);
        high = Arrays.copyOf(high, size);
        next = Arrays.copyOf(next, size);
        buckets = new int[size];
        Arrays.fill(buckets, -1);
        for (int node = 2; node < count; node++) {
            int bucket = hash(variable[node], low[node], high[node]) & (size - 1);
            next[node] = buckets[bucket];
            buckets[bucket] = node;
        }
    }

    static int hash(int first, int second, int third) {
        int mixed = first * 0x9E3779B1 + second * 0x85EBCA77 + third * 0xC2B2AE3D;
        return mixed ^ (mixed >>> 15);
    }
}
