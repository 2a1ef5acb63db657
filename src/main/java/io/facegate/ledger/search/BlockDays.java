package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** The day in UTC of each record of a block, in days since 1970: that of the time that periods are compared with. */
final class BlockDays {
    private static final long MILLIS = 86_400_000;

    private final long[] days = new long[PostingBlock.SIZE];

    private BlockDays() {}

    /** The day of a time. */
    static long of(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    /** The first millisecond of a day. */
    static long begin(long day) {
        return day * MILLIS;
    }

    /** True if a day begins at that millisecond. */
    static boolean isBegin(long millis) {
        return Math.floorMod(millis, MILLIS) == 0;
    }

    /** The days of a block's records. Only where a span crosses midnight is each record looked at. */
    static BlockDays read(Connection connection, long block) throws SQLException {
        var found = new BlockDays();
        long first = block << PostingBlock.SHIFT;
        try (var spans = connection.prepareStatement("SELECT span, first, last FROM span WHERE span BETWEEN ? AND ?")) {
            spans.setLong(1, TimeSpan.number(first));
            spans.setLong(2, TimeSpan.number(first + PostingBlock.SIZE - 1));
            try (var rows = spans.executeQuery()) {
                while (rows.next()) {
                    found.read(connection, rows.getLong(1), of(rows.getLong(2)), of(rows.getLong(3)));
                }
            }
        }
        return found;
    }

    private void read(Connection connection, long span, long earliest, long latest) throws SQLException {
        long first = TimeSpan.first(span);
        if (earliest == latest) {
            Arrays.fill(days, PostingBlock.place(first), PostingBlock.place(first) + TimeSpan.SIZE, earliest);
            return;
        }
        try (var records = connection.prepareStatement("SELECT idx, time FROM record WHERE idx >= ? AND idx < ?")) {
            records.setLong(1, first);
            records.setLong(2, first + TimeSpan.SIZE);
            try (var rows = records.executeQuery()) {
                while (rows.next()) {
                    days[PostingBlock.place(rows.getLong(1))] = of(rows.getLong(2));
                }
            }
        }
    }

    /** The day of the record at a position. */
    long day(int place) {
        return days[place];
    }
}
