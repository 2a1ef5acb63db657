package io.facegate.ledger.retention;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Removes records from a ledger in a database, even while gateways write to it. Their hashes stay, so the tree, every
 * checkpoint and every proof stay valid. Records in a ledger file are removed by its own writer instead.
 *
 * @param ledger with its gateway's access
 * @param owner the database with the access of the tables' owner, which no gateway has
 */
public record Pruner(LedgerAddress ledger, LedgerDatabase owner) {
    private static final String EMPTY =
            "UPDATE facegate.entry SET lines = '' WHERE day = ?::date AND first + count <= ?"
                    + " AND length(lines) > 0";

    private static final String RIGHT = "SELECT has_table_privilege('facegate.entry', 'UPDATE')::text";
    private static final String WHICH = "SELECT encode(print, 'hex') FROM facegate.ledger_key";

    /** Removes the planned records; the prune must be on record before. */
    public void prune(PrunePlan plan) throws SQLException, IOException {
        ledger.salts().prune(plan.ids());
        emptyPartitions(owner, plan.minimum());
    }

    /**
     * Checks the required rights, before anything is on record.
     *
     * @throws SQLException with instructions, if the owner's role lacks the right or belongs to another ledger
     */
    public void requireRight() throws SQLException {
        try (var own = owner.connect("facegate prune", 60);
                var gateway = Objects.requireNonNull(ledger.database()).connect("facegate prune", 60)) {
            if (!SqliteSettings.queryText(own, RIGHT).equals("true")) {
                throw new SQLException(
                        "the role of --owner may not remove records: name the one that owns the tables.");
            }
            if (!SqliteSettings.queryText(own, WHICH).equals(SqliteSettings.queryText(gateway, WHICH))) {
                throw new SQLException("--owner names the database of another ledger.");
            }
        }
    }

    /** Empties one day at a time; gateways meanwhile write to the partition of today. */
    private static void emptyPartitions(LedgerDatabase owner, long minimum) throws SQLException {
        try (var connection = owner.connect("facegate prune", 0);
                var days = connection.prepareStatement(
                        "SELECT day::text FROM facegate.span WHERE first < ? ORDER BY day");
                var update = connection.prepareStatement(EMPTY)) {
            days.setLong(1, minimum);
            try (var rows = days.executeQuery()) {
                while (rows.next()) {
                    update.setString(1, rows.getString(1));
                    update.setLong(2, minimum);
                    update.executeUpdate();
                }
            }
            SqliteSettings.run(connection, "VACUUM facegate.entry");
        }
    }
}
