package io.facegate.ledger.search;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One roll-up as it is stored: for each day in UTC its number and its length in bytes, then numbers of decisions by their
 * {@link DecisionMarks}: first those of a part that has no value, then those of each value.
 */
final class RollUpCell {
    /** Bytes of the largest. */
    private static final int MOST_BYTES = 1 << 22;

    /** Bytes of the longest value. */
    private static final int LONGEST = 4096;

    private static final int DAY_BYTES = Long.BYTES + Integer.BYTES;

    /** SQL expression of the stored bytes; null for a blob that is too long, which so cannot be read. */
    static final String COLUMN = "CASE WHEN length(counts) <= " + MOST_BYTES + " THEN counts END";

    private final SortedMap<Long, Day> days = new TreeMap<>();

    /** The counts of a day. */
    private record Day(int[] part, SortedMap<String, int[]> values) {
        int length() {
            int length = RollUpCell.length(part);
            for (var value : values.entrySet()) {
                length += Short.BYTES + bytes(value.getKey()).length + RollUpCell.length(value.getValue());
            }
            return length;
        }

        void put(ByteBuffer to) {
            RollUpCell.put(part, to);
            values.forEach((value, counts) -> {
                var name = bytes(value);
                to.putShort((short) name.length).put(name);
                RollUpCell.put(counts, to);
            });
        }
    }

    /** Sums of roll-ups. */
    static final class Sums {
        private final long[] part = new long[DecisionMarks.COMBINATIONS];
        private final ValueCounts values = new ValueCounts();

        /** The number of decisions of the part that has no value, by marks. */
        long[] part() {
            return part;
        }

        /** The number of decisions by value and by marks. */
        Map<String, long[]> values() {
            return values.byText();
        }
    }

    /** Sets the counts of the part that has no value, by day and by marks. */
    void put(Map<Long, int[]> counts) {
        counts.forEach((day, byMarks) -> add(day(day).part, byMarks));
    }

    /** Adds counts of a value, by day and by marks. */
    void add(String value, Map<Long, int[]> counts) {
        counts.forEach((day, byMarks) ->
                add(day(day).values.computeIfAbsent(value, _ -> new int[DecisionMarks.COMBINATIONS]), byMarks));
    }

    /** Adds one decision of a value. */
    void add(String value, long day, int marks) {
        day(day).values.computeIfAbsent(value, _ -> new int[DecisionMarks.COMBINATIONS])[marks]++;
    }

    private Day day(long number) {
        return days.computeIfAbsent(number, _ -> new Day(new int[DecisionMarks.COMBINATIONS], new TreeMap<>()));
    }

    private static void add(int[] to, int[] counts) {
        for (int marks = 0; marks < counts.length; marks++) {
            to[marks] += counts[marks];
        }
    }

    /** The bytes to store; empty if they were too many. */
    byte[] encode() {
        long length = 0;
        for (var day : days.values()) {
            length += DAY_BYTES + day.length();
            if (length > MOST_BYTES || day.values.keySet().stream().anyMatch(name -> bytes(name).length > LONGEST)) {
                return new byte[0];
            }
        }
        // A roll-up of no decision is told from one that is too large by a day without any.
        var to = ByteBuffer.allocate(days.isEmpty() ? DAY_BYTES + 1 : (int) length);
        if (days.isEmpty()) {
            return to.putLong(0).putInt(1).put((byte) 0).array();
        }
        days.forEach((number, day) -> {
            to.putLong(number).putInt(day.length());
            day.put(to);
        });
        return to.array();
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static int length(int[] counts) {
        return 1 + (int) Arrays.stream(counts).filter(count -> count > 0).count() * (1 + Integer.BYTES);
    }

    private static void put(int[] counts, ByteBuffer to) {
        to.put((byte) Arrays.stream(counts).filter(count -> count > 0).count());
        for (int marks = 0; marks < counts.length; marks++) {
            if (counts[marks] > 0) {
                to.put((byte) marks).putInt(counts[marks]);
            }
        }
    }

    /**
     * Adds a stored roll-up to sums.
     *
     * @param wanted the days that count
     * @throws SQLException if the bytes are not those of a roll-up: the file is damaged
     */
    static void add(byte @Nullable [] stored, LongPredicate wanted, Sums to) throws SQLException {
        if (stored == null || stored.length == 0) {
            throw unreadable();
        }
        try {
            var from = ByteBuffer.wrap(stored);
            while (from.hasRemaining()) {
                long day = from.getLong();
                int length = from.getInt();
                if (wanted.test(day)) {
                    addDay(from.slice(from.position(), length), to);
                }
                from.position(from.position() + length);
            }
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | NegativeArraySizeException
                | IndexOutOfBoundsException broken) {
            throw unreadable();
        }
    }

    private static void addDay(ByteBuffer from, Sums to) {
        addCounts(from, to.part);
        while (from.hasRemaining()) {
            int length = from.getShort();
            if (length < 0 || length > from.remaining()) {
                throw new BufferUnderflowException();
            }
            addCounts(from, to.values.next(from, length));
        }
    }

    private static void addCounts(ByteBuffer from, long[] to) {
        for (int left = from.get(); left > 0; left--) {
            to[from.get()] += from.getInt();
        }
    }

    private static SQLException unreadable() {
        return new SQLException("The projection was changed: a roll-up cannot be read.");
    }
}
