package io.facegate.ledger.search;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bitmap over a block of 4,096 consecutive records. */
final class PostingBlock {
    static final int SHIFT = 12;
    static final int SIZE = 1 << SHIFT;
    private static final int WORDS = SIZE / Long.SIZE;
    private static final int BITMAP = SIZE / Byte.SIZE;

    private final long[] bits = new long[WORDS];

    static long number(long index) {
        return index >> SHIFT;
    }

    static int place(long index) {
        return (int) (index & (SIZE - 1));
    }

    /** Decodes a block: few positions are stored as a list of two bytes each, more as a bitmap. */
    static PostingBlock of(byte[] stored) {
        var block = new PostingBlock();
        var from = ByteBuffer.wrap(stored);
        if (stored.length == BITMAP) {
            from.asLongBuffer().get(block.bits);
        } else {
            while (from.remaining() > 1) {
                block.add(from.getShort() & (SIZE - 1));
            }
        }
        return block;
    }

    byte[] stored() {
        int count = count();
        if (2 * count >= BITMAP) {
            var bitmap = ByteBuffer.allocate(BITMAP);
            bitmap.asLongBuffer().put(bits);
            return bitmap.array();
        }
        var list = ByteBuffer.allocate(2 * count);
        for (int place = next(0); place < SIZE; place = next(place + 1)) {
            list.putShort((short) place);
        }
        return list.array();
    }

    void add(int place) {
        bits[place >> 6] |= 1L << place;
    }

    void remove(int place) {
        bits[place >> 6] &= ~(1L << place);
    }

    /** A block with every position set. */
    static PostingBlock whole() {
        var block = new PostingBlock();
        Arrays.fill(block.bits, -1L);
        return block;
    }

    void or(PostingBlock other) {
        for (int i = 0; i < WORDS; i++) {
            bits[i] |= other.bits[i];
        }
    }

    void and(PostingBlock other) {
        for (int i = 0; i < WORDS; i++) {
            bits[i] &= other.bits[i];
        }
    }

    void without(PostingBlock other) {
        for (int i = 0; i < WORDS; i++) {
            bits[i] &= ~other.bits[i];
        }
    }

    /** Clears all positions outside {@code from} (inclusive) to {@code until} (exclusive). */
    void keep(long from, long until) {
        for (int place = next(0); place < SIZE; place = next(place + 1)) {
            if (place < from || place >= until) {
                remove(place);
            }
        }
    }

    boolean empty() {
        return next(0) == SIZE;
    }

    int count() {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The first set position at or after {@code from}, or {@link #SIZE}. */
    int next(int from) {
        for (int place = from; place < SIZE; place = (place | 63) + 1) {
            long rest = bits[place >> 6] >>> place;
            if (rest != 0) {
                return place + Long.numberOfTrailingZeros(rest);
            }
        }
        return SIZE;
    }

    /** The last set position at or before {@code from}, or -1. */
    int last(int from) {
        for (int place = from; place >= 0; place = (place & ~63) - 1) {
            long rest = bits[place >> 6] << (63 - (place & 63));
            if (rest != 0) {
                return place - Long.numberOfLeadingZeros(rest);
            }
        }
        return -1;
    }
}
