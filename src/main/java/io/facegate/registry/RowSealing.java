package io.facegate.registry;

import io.facegate.integrity.RowAuthenticator;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Seals rows that a transaction wrote: each gets the new version and its HMAC, and is listed. */
final class RowSealing {
    /** From this many rows of a table on, the whole table is read at once. */
    private static final int MANY = 50;

    private RowSealing() {}

    /** A row as it was sealed. */
    record Sealed(String ref, List<String> children, RowColumns columns) {}

    /**
     * Seals rows.
     *
     * @throws Unusable if a row is not read back as it was meant
     */
    static List<Sealed> seal(
            Connection connection,
            RowAuthenticator authenticator,
            SealManifest manifest,
            long version,
            List<WrittenRow> written)
            throws SQLException {
        var byTable = new LinkedHashMap<SealedTable, List<WrittenRow>>();
        written.forEach(row ->
                byTable.computeIfAbsent(row.table(), none -> new ArrayList<>()).add(row));
        var sealed = new ArrayList<Sealed>();
        for (var each : byTable.entrySet()) {
            var table = each.getKey();
            var rows = each.getValue();
            SqlStatements.runAll(
                    connection,
                    "UPDATE " + table.name() + " SET version = ?" + table.whereClause(),
                    rows.stream().map(row -> values(version, row)).toList());
            var found = read(connection, table, rows);
            var macs = new ArrayList<@Nullable Object[]>();
            for (var row : rows) {
                var stored = requireAsMeant(table, row, found.get(table.ref(row.keys())));
                var mac = authenticator.computeMac(table.name(), stored.values());
                macs.add(values(mac, row));
                manifest.put(stored.ref(), mac);
                var children =
                        table.children().stream().map(SealedTable.Child::table).toList();
                sealed.add(new Sealed(stored.ref(), children, RowColumns.of(stored)));
            }
            SqlStatements.runAll(connection, "UPDATE " + table.name() + " SET mac = ?" + table.whereClause(), macs);
        }
        return sealed;
    }

    private static @Nullable Object[] values(Object first, WrittenRow row) {
        var all = new ArrayList<@Nullable Object>();
        all.add(first);
        all.addAll(row.key());
        return all.toArray();
    }

    private static Map<String, SealedRow> read(Connection connection, SealedTable table, List<WrittenRow> rows)
            throws SQLException {
        var found = new HashMap<String, SealedRow>();
        if (rows.size() >= MANY) {
            table.readAll(connection).forEach(row -> found.put(row.ref(), row));
            return found;
        }
        for (var row : rows) {
            var one = table.find(connection, row.keys());
            if (one != null) {
                found.put(one.ref(), one);
            }
        }
        return found;
    }

    private static SealedRow requireAsMeant(SealedTable table, WrittenRow written, @Nullable SealedRow row)
            throws SQLException {
        if (row == null) {
            throw new SQLException("The row " + table.ref(written.keys()) + " is missing after it was written");
        }
        if (!written.intended().test(RowColumns.of(row))) {
            throw new Unusable(
                    "The row " + row.ref() + " is not as it was just written, so it was not sealed. Something"
                            + " else changes the registry's database at the same moment.");
        }
        return row;
    }
}
