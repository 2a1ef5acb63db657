package io.facegate.ledger.search;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.InvalidRoaringFormat;
import org.roaringbitmap.RoaringBitmap;

/** Set of records of a block of 65,536 consecutive ones: one container of a Roaring bitmap. */
final class PostingBlock {
    static final int SHIFT = 16;
    static final int SIZE = 1 << SHIFT;

    /** Stored bytes of the largest block: a bitmap and its header. */
    private static final int MOST_BYTES = SIZE / Byte.SIZE + 64;

    /** SQL expression of the stored bytes; a blob that is too long is cut, and so does not decode. */
    static final String COLUMN = "substr(records, 1, " + (MOST_BYTES + 1) + ")";

    private final RoaringBitmap records;

    PostingBlock() {
        this(new RoaringBitmap());
    }

    private PostingBlock(RoaringBitmap records) {
        this.records = records;
    }

    static long number(long index) {
        return index >> SHIFT;
    }

    static int place(long index) {
        return (int) (index & (SIZE - 1));
    }

    /**
     * Decodes a block.
     *
     * @throws SQLException if the bytes are not those of a block: the file is damaged
     */
    static PostingBlock decode(byte @Nullable [] stored) throws SQLException {
        var records = new RoaringBitmap();
        try {
            if (stored != null && stored.length <= MOST_BYTES) {
                records.deserialize(ByteBuffer.wrap(stored));
                if (Boolean.TRUE.equals(records.validate())
                        && records.serializedSizeInBytes() == stored.length
                        && (records.isEmpty() || Integer.compareUnsigned(records.last(), SIZE) < 0)) {
                    return new PostingBlock(records);
                }
            }
        } catch (IOException
                | BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | InvalidRoaringFormat broken) {
            // Told below.
        }
        throw new SQLException("The projection was changed: a list of records cannot be read.");
    }

    byte[] encode() {
        records.runOptimize();
        var bytes = ByteBuffer.allocate(records.serializedSizeInBytes());
        records.serialize(bytes);
        return bytes.array();
    }

    /** A block with every position set. */
    static PostingBlock full() {
        return new PostingBlock(RoaringBitmap.bitmapOfRange(0, SIZE));
    }

    void add(int place) {
        records.add(place);
    }

    void remove(int place) {
        records.remove(place);
    }

    /** Adds that many consecutive positions. */
    void add(int from, int many) {
        records.add((long) from, (long) from + many);
    }

    void or(PostingBlock other) {
        records.or(other.records);
    }

    void and(PostingBlock other) {
        records.and(other.records);
    }

    void without(PostingBlock other) {
        records.andNot(other.records);
    }

    /** Clears all positions outside {@code from} (inclusive) to {@code until} (exclusive). */
    void retainRange(long from, long until) {
        records.remove(0L, Math.clamp(from, 0, SIZE));
        records.remove(Math.clamp(until, 0, SIZE), (long) SIZE);
    }

    boolean holds(int place) {
        return records.contains(place);
    }

    /** True if it has one of that many consecutive positions. */
    boolean meets(int from, int many) {
        return records.intersects(from, (long) from + many);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    int count() {
        return records.getCardinality();
    }

    /** How many records it has in common with another block. */
    long countShared(PostingBlock other) {
        return RoaringBitmap.andCardinality(records, other.records);
    }

    /** About how many bytes of memory it takes. */
    int bytes() {
        return records.getSizeInBytes();
    }

    /** The positions, in one direction. */
    IntIterator places(boolean up) {
        return up ? records.getIntIterator() : records.getReverseIntIterator();
    }
}
