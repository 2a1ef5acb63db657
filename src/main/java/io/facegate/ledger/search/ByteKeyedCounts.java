package io.facegate.ledger.search;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers of decisions by value and marks. Values are looked up as bytes, since sums over many roll-ups would otherwise
 * create the same strings again and again.
 */
final class ByteKeyedCounts {
    private static final int FIRST_SIZE = 1024;

    private byte[][] names = new byte[FIRST_SIZE][];
    private long[][] counts = new long[FIRST_SIZE][];
    private int[] hashes = new int[FIRST_SIZE];
    private int size;

    /** The counts of the value that is in the first {@code length} bytes. */
    long[] of(byte[] bytes, int length) {
        int hash = hash(bytes, length);
        int at = place(bytes, length, hash);
        if (names[at] == null) {
            if (2 * ++size > names.length) {
                grow();
                at = place(bytes, length, hash);
            }
            names[at] = Arrays.copyOf(bytes, length);
            counts[at] = new long[DecisionMarks.COMBINATIONS];
            hashes[at] = hash;
        }
        return counts[at];
    }

    private static int hash(byte[] bytes, int length) {
        int hash = 1;
        for (int at = 0; at < length; at++) {
            hash = 31 * hash + bytes[at];
        }
        return hash ^ (hash >>> 16);
    }

    /** Where the value is, or may be put. */
    private int place(byte[] bytes, int length, int hash) {
        int at = hash & (names.length - 1);
        while (names[at] != null
                && (hashes[at] != hash || !Arrays.equals(names[at], 0, names[at].length, bytes, 0, length))) {
            at = (at + 1) & (names.length - 1);
        }
        return at;
    }

    private void grow() {
        var oldNames = names;
        var oldCounts = counts;
        var oldHashes = hashes;
        names = new byte[2 * oldNames.length][];
        counts = new long[2 * oldNames.length][];
        hashes = new int[2 * oldNames.length];
        for (int old = 0; old < oldNames.length; old++) {
            if (oldNames[old] != null) {
                int at = place(oldNames[old], oldNames[old].length, oldHashes[old]);
                names[at] = oldNames[old];
                counts[at] = oldCounts[old];
                hashes[at] = oldHashes[old];
            }
        }
    }

    /** By value as text. */
    Map<String, long[]> byText() {
        var found = new HashMap<String, long[]>(2 * size);
        for (int at = 0; at < names.length; at++) {
            if (names[at] != null) {
                found.put(new String(names[at], StandardCharsets.UTF_8), counts[at]);
            }
        }
        return found;
    }
}
