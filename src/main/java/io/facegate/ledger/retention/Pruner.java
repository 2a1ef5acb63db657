package io.facegate.ledger.retention;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.store.SaltFile;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Takes records out of a ledger in a database, whether or not gateways write to it: their hashes stay, so the tree, every
 * checkpoint and every proof stay as they were. What a file holds, its one writer removes itself.
 *
 * @param ledger as its gateway reaches it
 * @param owner the database as the owner of its tables reaches it, which no gateway does
 */
public record Pruner(LedgerAddress ledger, LedgerDatabase owner) {
    private static final String EMPTY =
            "UPDATE facegate.entry SET lines = '' WHERE day = ?::date AND first + count <= ?"
                    + " AND length(lines) > 0";

    private static final String RIGHT = "SELECT has_table_privilege('facegate.entry', 'UPDATE')::text";
    private static final String WHICH = "SELECT encode(print, 'hex') FROM facegate.ledger_key";

    /** Removes what is planned; that it will be done must be on record before. */
    public void carryOut(PrunePlan plan) throws SQLException, IOException {
        try (var salts = SaltFile.open(ledger.data())) {
            salts.erase(plan.ids());
        }
        empty(owner, plan.minimum());
    }

    /**
     * Demands what it takes, before anything is on record.
     *
     * @throws SQLException with what to do, when the owner's role has not the right, or is that of another ledger
     */
    public void demandRight() throws SQLException {
        try (var own = owner.connect("facegate prune", 60);
                var gateway = Objects.requireNonNull(ledger.database()).connect("facegate prune", 60)) {
            if (!SqliteSettings.ask(own, RIGHT).equals("true")) {
                throw new SQLException(
                        "the role of --owner may not remove records: name the one that owns the tables.");
            }
            if (!SqliteSettings.ask(own, WHICH).equals(SqliteSettings.ask(gateway, WHICH))) {
                throw new SQLException("--owner names the database of another ledger.");
            }
        }
    }

    /** A day at a time: what gateways write meanwhile stands in the partition of today. */
    private static void empty(LedgerDatabase owner, long minimum) throws SQLException {
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
