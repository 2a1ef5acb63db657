package io.facegate.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The batches that waited for their places in the tree at one moment: those up to a number, of each gateway. */
record WaitingBatches(List<UUID> gateways, List<Long> numbers) {
    private static final String NEWEST = "SELECT gateway, max(number) FROM facegate.pending GROUP BY gateway";

    private static final String LEFT = "SELECT count(*) FROM facegate.pending p JOIN unnest(?::uuid[], ?::bigint[])"
            + " x (gateway, number) ON p.gateway = x.gateway AND p.number <= x.number";

    static WaitingBatches read(Connection connection) throws SQLException {
        var found = new WaitingBatches(new ArrayList<>(), new ArrayList<>());
        try (var select = connection.prepareStatement(NEWEST);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                found.gateways.add(rows.getObject(1, UUID.class));
                found.numbers.add(rows.getLong(2));
            }
        }
        return found;
    }

    /** True if some of them still have no place; others may go on coming. */
    boolean areAnyLeft(Connection connection) throws SQLException {
        if (gateways.isEmpty()) {
            return false;
        }
        try (var select = connection.prepareStatement(LEFT)) {
            select.setArray(1, connection.createArrayOf("uuid", gateways.toArray()));
            select.setArray(2, connection.createArrayOf("bigint", numbers.toArray()));
            try (var rows = select.executeQuery()) {
                return rows.next() && rows.getLong(1) > 0;
            }
        }
    }
}
