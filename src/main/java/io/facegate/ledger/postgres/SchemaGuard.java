package io.facegate.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Guard against foreign triggers, rules and policies, which can lose or change written data without an error. A gateway
 * does not start if there are any. It checks again in each transaction, at a point after which none can be added before
 * the end.
 */
final class SchemaGuard {
    /** Finds the first foreign object in the schema. */
    private static final String FOREIGN = """
        SELECT coalesce(
          (SELECT 'trigger ' || t.tgname || ' on ' || c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'facegate'::regnamespace AND NOT t.tgisinternal
            AND NOT (t.tgenabled = 'O' AND (c.relname, t.tgname)
              IN (('log', 'demand_growth'), ('pending', 'demand_not_moved'))) LIMIT 1),
          (SELECT 'rule ' || r.rulename || ' on ' || c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
            WHERE c.relnamespace = 'facegate'::regnamespace LIMIT 1),
          (SELECT 'policy ' || p.polname || ' on ' || c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
            WHERE c.relnamespace = 'facegate'::regnamespace LIMIT 1),
          (SELECT 'row-level security on ' || relname FROM pg_class WHERE relnamespace = 'facegate'::regnamespace
            AND relrowsecurity LIMIT 1),
          (SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'facegate'::regnamespace
            AND (proname, md5(regexp_replace(prosrc, '\\s+', ' ', 'g'))) NOT IN (VALUES
              ('demand_growth', '%s'), ('demand_not_moved', '%s'), ('make_partitions', '%s')) LIMIT 1))\
        """.formatted(
            "f1a375d74444b2d73cac0de86a1c6b94", "4e6e573d7e1ea925a62392630ef9ba9a", "44e0e2aff62b1783dc40df8d3243fc12");

    /** Reads what the transaction stored in the table of waiting batches, and what is attached to that table now. */
    private static final String KEPT = """
        SELECT (SELECT count(*) FROM facegate.pending WHERE gateway = ? AND number = ? AND count = ?
            AND length(leaves) = 32 * count AND length(lines) = ?),
          (SELECT count(*) FROM pg_trigger WHERE tgrelid IN ('facegate.pending'::regclass,
            'facegate.gateway'::regclass) AND NOT tgisinternal AND tgname <> 'demand_not_moved'),
          (SELECT count(*) FROM pg_class WHERE oid IN ('facegate.pending'::regclass, 'facegate.gateway'::regclass)
            AND (relhasrules OR relrowsecurity))\
        """;

    private final PreparedStatement kept;

    SchemaGuard(Connection connection) throws SQLException {
        kept = connection.prepareStatement(KEPT);
    }

    /** Returns the first foreign object in the schema, or null. Asked in each round, so the server keeps its plan. */
    static @Nullable String findForeignObject(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(FOREIGN);
                var rows = select.executeQuery()) {
            var found = rows.next() ? rows.getString(1) : null;
            return found == null
                    ? null
                    : "it has something that does not belong there, which can lose or change records: " + found;
        }
    }

    /**
     * Requires that there are no foreign objects.
     *
     * @throws SQLException naming the first one
     */
    static void requireNoForeignObjects(Connection connection) throws SQLException {
        var foreign = findForeignObject(connection);
        if (foreign != null) {
            throw new SQLException("The database's schema " + LedgerDatabase.SCHEMA + " was changed: " + foreign);
        }
    }

    /**
     * Requires that a batch is in the table it was just written to, before the transaction ends.
     *
     * @param bytes of its records
     */
    void requireKept(UUID gateway, GatewaySession.Numbered batch, int bytes) throws SQLException {
        kept.setObject(1, gateway);
        kept.setLong(2, batch.number());
        kept.setInt(3, batch.lines().size());
        kept.setInt(4, bytes);
        try (var rows = kept.executeQuery()) {
            if (!rows.next() || rows.getInt(1) != 1 || rows.getInt(2) != 0 || rows.getInt(3) != 0) {
                throw new SQLException(
                        "The database does not hold what was just written to it: its tables were changed.");
            }
        }
    }
}
