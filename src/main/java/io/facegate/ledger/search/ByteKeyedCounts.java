package io.facegate.ledger.search;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers of decisions by value and marks. Values are looked up as bytes, since sums over many roll-ups would otherwise
 * create the same strings again and again. They are ordered, so that a map finds them fast even where hashes collide.
 */
final class ByteKeyedCounts {
    /** Values, and bytes of them: far above what registries and policies have. */
    private static final int MOST = 1 << 18;

    private static final int MOST_BYTES = 1 << 25;

    private final Map<ByteBuffer, long[]> counts = new HashMap<>();
    private int bytesHeld;

    /**
     * The counts of the value that is in the first {@code length} bytes.
     *
     * @throws BufferUnderflowException if there are more values than a log has
     */
    long[] of(byte[] bytes, int length) {
        var known = counts.get(ByteBuffer.wrap(bytes, 0, length));
        return known == null ? create(Arrays.copyOf(bytes, length)) : known;
    }

    private long[] create(byte[] value) {
        bytesHeld += value.length;
        if (counts.size() >= MOST || bytesHeld > MOST_BYTES) {
            throw new BufferUnderflowException();
        }
        var created = new long[DecisionMarks.COMBINATIONS];
        counts.put(ByteBuffer.wrap(value), created);
        return created;
    }

    /** By value as text. */
    Map<String, long[]> byText() {
        var found = HashMap.<String, long[]>newHashMap(counts.size());
        counts.forEach((value, byMarks) ->
                found.put(StandardCharsets.UTF_8.decode(value.duplicate()).toString(), byMarks));
        return found;
    }
}
