package io.facegate.ledger.search;

import java.io.ByteArrayOutputStream;
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
 * {@link DecisionMarks}: first those of a part that has no value, then those of each value. Values are
 * prefix-compressed: of each, the number of leading bytes that it shares with the one before it, and the rest.
 */
final class RollUpCell {
    /** Bytes of the largest. */
    private static final int MOST_BYTES = 1 << 22;

    /** Bytes of the longest value. */
    private static final int LONGEST = 4096;

    private static final int DAY_BYTES = Long.BYTES + Integer.BYTES;

    /** Bits of a number in one byte, and the bit that says that another byte follows (LEB128). */
    private static final int GROUP = 7;

    private static final int MORE = 1 << GROUP;

    /** SQL expression of the stored bytes; null for a blob that is too long, which so cannot be read. */
    static final String COLUMN = "CASE WHEN length(counts) <= " + MOST_BYTES + " THEN counts END";

    /** Counts that a roll-up of that many bytes can hold: each takes five bytes or more. */
    private static final int MOST_COUNTS = MOST_BYTES / 5;

    private final SortedMap<Long, Day> days = new TreeMap<>();
    private int size;

    /** The counts of a day. */
    private record Day(int[] part, SortedMap<String, int[]> values) {
        byte[] encode() {
            var to = new ByteArrayOutputStream();
            put(part, to);
            var before = new byte[0];
            for (var value : values.entrySet()) {
                var name = bytes(value.getKey());
                int same = Arrays.mismatch(before, name);
                same = same < 0 ? name.length : same;
                putNumber(same, to);
                putNumber(name.length - same, to);
                to.write(name, same, name.length - same);
                put(value.getValue(), to);
                before = name;
            }
            return to.toByteArray();
        }
    }

    /** Sums of roll-ups. */
    static final class Sums {
        private final long[] part = new long[DecisionMarks.COMBINATIONS];
        private final ByteKeyedCounts values = new ByteKeyedCounts();

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
        counts.forEach((day, byMarks) -> add(counts(day, value), byMarks));
    }

    /** Adds one decision of a value. */
    void add(String value, long day, int marks) {
        counts(day, value)[marks]++;
    }

    /** The counts of a value on a day; of a roll-up that holds too many already, some that are not stored. */
    private int[] counts(long day, String value) {
        var values = day(day).values;
        var known = values.get(value);
        if (known == null) {
            known = new int[DecisionMarks.COMBINATIONS];
            if (++size <= MOST_COUNTS) {
                values.put(value, known);
            }
        }
        return known;
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
        // A roll-up of no decision is told from one that is too large by a day without any.
        if (days.isEmpty()) {
            day(0);
        }
        if (size > MOST_COUNTS) {
            return new byte[0];
        }
        var to = new ByteArrayOutputStream();
        for (var day : days.entrySet()) {
            if (day.getValue().values.keySet().stream().anyMatch(name -> bytes(name).length > LONGEST)) {
                return new byte[0];
            }
            var counts = day.getValue().encode();
            to.writeBytes(ByteBuffer.allocate(DAY_BYTES)
                    .putLong(day.getKey())
                    .putInt(counts.length)
                    .array());
            to.writeBytes(counts);
            if (to.size() > MOST_BYTES) {
                return new byte[0];
            }
        }
        return to.toByteArray();
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(int[] counts, ByteArrayOutputStream to) {
        to.write((int) Arrays.stream(counts).filter(count -> count > 0).count());
        for (int marks = 0; marks < counts.length; marks++) {
            if (counts[marks] > 0) {
                to.write(marks);
                putNumber(counts[marks], to);
            }
        }
    }

    /** Writes a number in groups of seven bits, the lowest first; each but the last has its eighth bit set. */
    private static void putNumber(int number, ByteArrayOutputStream to) {
        int left = number;
        for (; left >= MORE; left >>>= GROUP) {
            to.write((left & (MORE - 1)) | MORE);
        }
        to.write(left);
    }

    private static int number(ByteBuffer from) {
        long number = 0;
        for (int shift = 0; shift <= Integer.SIZE; shift += GROUP) {
            int group = from.get();
            number |= (long) (group & (MORE - 1)) << shift;
            if (group >= 0 && number <= Integer.MAX_VALUE) {
                return (int) number;
            }
        }
        throw new BufferUnderflowException();
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
                if (length < 1 || length > from.remaining()) {
                    throw new BufferUnderflowException();
                }
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
        var name = new byte[LONGEST];
        int known = 0;
        while (from.hasRemaining()) {
            int same = number(from);
            int rest = number(from);
            if (same > known || rest > LONGEST - same || (rest < 1 && known > 0)) {
                throw new BufferUnderflowException();
            }
            from.get(name, same, rest);
            known = same + rest;
            addCounts(from, to.values.of(name, known));
        }
    }

    private static void addCounts(ByteBuffer from, long[] to) {
        for (int left = from.get(); left > 0; left--) {
            to[from.get()] += number(from);
        }
    }

    private static SQLException unreadable() {
        return new SQLException("The projection was changed: a roll-up cannot be read.");
    }
}
