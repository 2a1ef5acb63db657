package io.facegate.ledger.postgres;

import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.store.RecordBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Permits that a gateway left without an outcome, found in the batches that hold them. */
final class OrphanedPermits {
    private static final int AT_ONCE = 16;
    /** One statement, so that a batch that is integrated meanwhile is seen once. */
    private static final String BATCHES =
            "SELECT b.number, b.lines FROM (SELECT gateway, number, lines FROM facegate.entry UNION ALL SELECT"
                    + " gateway, number, lines FROM facegate.pending) b JOIN facegate.gateway g ON g.id = b.gateway WHERE"
                    + " b.number >= g.oldest_open AND (g.id = ? OR ?) ORDER BY b.gateway, b.number";

    private OrphanedPermits() {}

    /** The open permits of one gateway; of all, if it runs alone. */
    static Map<String, Long> find(Connection connection, GatewaySession.WriterIdentity who) throws SQLException {
        var open = new LinkedHashMap<String, Long>();
        try (var statement = connection.prepareStatement(BATCHES)) {
            statement.setFetchSize(AT_ONCE);
            statement.setObject(1, who.gateway());
            statement.setBoolean(2, who.exclusive());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    collect(rows.getLong(1), new RecordBatch(0, 0, rows.getBytes(2), new byte[0], new byte[0]), open);
                }
            }
        }
        connection.rollback();
        return open;
    }

    private static void collect(long number, RecordBatch batch, Map<String, Long> open) {
        var scanner = new RecordScanner();
        batch.forEachRecord((_, from, to) -> {
            scanner.scan(batch.lines(), from, to);
            var id = scanner.id();
            var ref = scanner.ref();
            if (scanner.permit() && id != null) {
                open.put(id, number);
            } else if (ref != null) {
                open.remove(ref);
            }
            return true;
        });
    }

    /** Records that no gateway has open permits. */
    static void markNoneOpen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE facegate.gateway SET oldest_open = written + 1");
        }
        connection.commit();
    }
}
