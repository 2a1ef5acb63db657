package io.facegate.usecase.reconcile;

import io.facegate.call.Fault;
import java.util.Arrays;

/** Hash table from keys of 128 bits to numbers from 0, in three arrays: 20 bytes an entry, and as much again free. */
final class DigestTable {
    /** Most entries; more than that do not fit into the arrays. */
    private static final int MOST = 1 << 28;

    private static final int FREE = -1;

    private long[] high;
    private long[] low;
    private int[] value;
    private int size;

    DigestTable() {
        high = new long[1 << 10];
        low = new long[1 << 10];
        value = new int[1 << 10];
        Arrays.fill(value, FREE);
    }

    /** The number of a key; -1 if it is not there. */
    int get(long keyHigh, long keyLow) {
        return value[place(keyHigh, keyLow)];
    }

    /** Adds a key unless it is there. Returns the number that it has; -1 if it was added. */
    int putIfAbsent(long keyHigh, long keyLow, int number) {
        int at = place(keyHigh, keyLow);
        if (value[at] != FREE) {
            return value[at];
        }
        high[at] = keyHigh;
        low[at] = keyLow;
        value[at] = number;
        if (++size * 3L > value.length * 2L) {
            grow();
        }
        return FREE;
    }

    /** Gives a key that is there another number. */
    void set(long keyHigh, long keyLow, int number) {
        value[place(keyHigh, keyLow)] = number;
    }

    private int place(long keyHigh, long keyLow) {
        int mask = value.length - 1;
        long mixed = (keyHigh ^ (keyLow * 0x9E3779B97F4A7C15L)) * 0xC2B2AE3D27D4EB4FL;
        int at = (int) (mixed >>> 32) & mask;
        while (value[at] != FREE && (high[at] != keyHigh || low[at] != keyLow)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        if (value.length >= MOST) {
            throw new Fault.LedgerDown(
                    "There are too many calls to compare at once. Name a shorter period with --from and --to.");
        }
        var oldHigh = high;
        var oldLow = low;
        var old = value;
        high = new long[old.length * 2];
        low = new long[old.length * 2];
        value = new int[old.length * 2];
        Arrays.fill(value, FREE);
        for (int at = 0; at < old.length; at++) {
            if (old[at] != FREE) {
                int to = place(oldHigh[at], oldLow[at]);
                high[to] = oldHigh[at];
                low[to] = oldLow[at];
                value[to] = old[at];
            }
        }
    }
}
