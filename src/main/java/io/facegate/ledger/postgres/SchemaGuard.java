package io.facegate.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Triggers, rules and policies that are not the ledger's own can lose what is written, or change it, without an error. A
 * gateway starts on none, and asks again in each transaction, when nobody can add any before its end.
 */
final class SchemaGuard {
    /** The first thing in the schema that is not the ledger's own. */
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

    /** What the transaction has put into the table of waiting batches, and what hangs on that table now. */
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

    /** What is in the schema and not the ledger's own, or null. */
    static @Nullable String foreign(Connection connection) throws SQLException {
        var found = SchemaPreflight.text(connection, FOREIGN);
        return found == null
                ? null
                : "it has something that does not belong there, which can lose or change what is written: " + found;
    }

    /**
     * Demands that there is nothing but the ledger's own.
     *
     * @throws SQLException with what there is
     */
    static void demand(Connection connection) throws SQLException {
        var foreign = foreign(connection);
        if (foreign != null) {
            throw new SQLException("The database's schema " + LedgerDatabase.SCHEMA + " was changed: " + foreign);
        }
    }

    /**
     * Demands that a batch is in the table that it was just written to, before the transaction ends.
     *
     * @param bytes of its records
     */
    void demandKept(UUID gateway, GatewaySession.Numbered batch, int bytes) throws SQLException {
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
