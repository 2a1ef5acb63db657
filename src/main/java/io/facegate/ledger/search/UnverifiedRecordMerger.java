package io.facegate.ledger.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongPredicate;

/** Merges records of unknown content into the results in order: they might match any query. */
final class UnverifiedRecordMerger implements LongPredicate {
    static final String TABLE = "CREATE TABLE doubtful (idx INTEGER PRIMARY KEY)";

    private final Deque<Long> waiting = new ArrayDeque<>();
    private final boolean up;
    private final LongPredicate visitor;
    private boolean more = true;

    private UnverifiedRecordMerger(boolean up, LongPredicate visitor) {
        this.up = up;
        this.visitor = visitor;
    }

    static UnverifiedRecordMerger upwards(Connection connection, RecordQuery query, LongPredicate visitor)
            throws SQLException {
        return of(connection, query, true, visitor);
    }

    static UnverifiedRecordMerger downwards(Connection connection, RecordQuery query, LongPredicate visitor)
            throws SQLException {
        return of(connection, query, false, visitor);
    }

    private static UnverifiedRecordMerger of(
            Connection connection, RecordQuery query, boolean up, LongPredicate visitor) throws SQLException {
        var doubtful = new UnverifiedRecordMerger(up, visitor);
        var before = query.beforeIndex() == null ? Long.valueOf(Long.MAX_VALUE) : query.beforeIndex();
        try (var statement = connection.prepareStatement(
                "SELECT idx FROM doubtful WHERE idx < ? ORDER BY idx" + (up ? "" : " DESC"))) {
            statement.setLong(1, before);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    doubtful.waiting.add(rows.getLong(1));
                }
            }
        }
        return doubtful;
    }

    @Override
    public boolean test(long place) {
        while (more && !waiting.isEmpty() && (up ? waiting.getFirst() <= place : waiting.getFirst() >= place)) {
            long next = waiting.removeFirst();
            more = next == place || visitor.test(next);
        }
        more = more && visitor.test(place);
        return more;
    }

    /** Passes on those that come after all results. */
    void passRemaining() {
        while (more && !waiting.isEmpty()) {
            more = visitor.test(waiting.removeFirst());
        }
    }

    static void add(Connection connection, long index) throws SQLException {
        BinaryCells.run(connection, "INSERT OR REPLACE INTO doubtful VALUES (?)", index);
    }

    static void prune(Connection connection, long floor) throws SQLException {
        BinaryCells.run(connection, "DELETE FROM doubtful WHERE idx < ?", floor);
    }
}
