package io.facegate.ledger.postgres;

import io.facegate.ledger.store.LedgerReader.Leaves;
import io.facegate.ledger.store.RecordBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Batch reader for records at arbitrary positions: one query per day instead of one per record. */
final class BulkRecordLookup {
    private static final String SPANS = "SELECT day, first FROM facegate.span ORDER BY day";

    /** The first record of the batch that holds each requested record of that day. */
    private static final String PLACES =
            "FROM unnest(?::bigint[]) AS i (asked), LATERAL (SELECT first FROM facegate.entry"
                    + " WHERE day = ? AND first <= i.asked ORDER BY first DESC LIMIT 1) b";

    private static final String HOLDING = "SELECT e.* FROM (SELECT DISTINCT b.first " + PLACES + ") w, LATERAL (SELECT"
            + " first, count,"
            + " lines, leaves, root"
            + " FROM facegate.entry"
            + " WHERE day = ? AND"
            + " first = w.first"
            + " LIMIT 1) e ORDER BY"
            + " e.first";

    /** Each batch has at least one record, so the limit omits none. With it, the server does not read a whole day. */
    private static final String RUNS = "SELECT i.asked, e.first, e.leaves " + PLACES + ", LATERAL (SELECT first, leaves"
            + " FROM facegate.entry WHERE day = ? AND first >= b.first AND first < i.asked + ? ORDER BY first"
            + " LIMIT ? + 1) e ORDER BY i.asked, e.first";

    private final Connection connection;

    BulkRecordLookup(Connection connection) {
        this.connection = connection;
    }

    /** The batches that hold these records, in their order. */
    List<RecordBatch> findBatches(List<Long> indexes) throws SQLException {
        return readByDay(indexes, this::findBatches);
    }

    /** The leaf hashes of runs of {@code length} records, by first index; a run that crosses a day comes in parts. */
    Map<Long, List<Leaves>> leaves(Collection<Long> firsts, int length) throws SQLException {
        var found = new HashMap<Long, List<Leaves>>();
        readByDay(firsts, (day, some) -> {
            try (var statement = prepareForDay(RUNS, day, some)) {
                statement.setInt(4, length);
                statement.setInt(5, length);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
                                .add(new Leaves(rows.getLong(2), rows.getBytes(3)));
                    }
                }
            }
            return List.of();
        });
        return found;
    }

    private List<RecordBatch> findBatches(LocalDate day, List<Long> indexes) throws SQLException {
        try (var statement = prepareForDay(HOLDING, day, indexes)) {
            var found = new ArrayList<RecordBatch>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(PostgresLedger.batch(rows));
                }
            }
            return found;
        }
    }

    /** A read within one day. */
    @FunctionalInterface
    private interface DayLookup<T> {
        List<T> read(LocalDate day, List<Long> indexes) throws SQLException;
    }

    /** Queries day by day: for a query over any day, the server would plan for all of them. */
    private <T> List<T> readByDay(Collection<Long> indexes, DayLookup<T> reading) throws SQLException {
        var days = new TreeMap<Long, LocalDate>();
        try (var statement = connection.prepareStatement(SPANS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                days.put(rows.getLong(2), rows.getObject(1, LocalDate.class));
            }
        }
        var each = new TreeMap<LocalDate, List<Long>>();
        for (long index : indexes) {
            var day = days.floorEntry(index);
            if (day != null) {
                each.computeIfAbsent(day.getValue(), _ -> new ArrayList<>()).add(index);
            }
        }
        var found = new ArrayList<T>();
        for (var day : each.entrySet()) {
            found.addAll(reading.read(day.getKey(), day.getValue()));
        }
        return found;
    }

    private PreparedStatement prepareForDay(String sql, LocalDate day, List<Long> indexes) throws SQLException {
        var statement = connection.prepareStatement(sql);
        statement.setArray(1, connection.createArrayOf("bigint", indexes.toArray()));
        statement.setObject(2, day);
        statement.setObject(3, day);
        return statement;
    }
}
