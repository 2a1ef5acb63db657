package io.facegate.ledger.retention;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.PostgresLedger;
import io.facegate.ledger.salts.SaltFile;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.Sqlite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Takes records out of the ledger of a data folder, whether or not a gateway writes to it: their hashes stay, so the tree, every
 * checkpoint and every proof stay as they were.
 */
public final class Pruning {
    /** Batches that are emptied at a time, so that no call waits long. */
    private static final int STEP = 64;

    private Pruning() {}

    /**
     * Makes sure that records can be removed there, before anybody writes that they will be.
     *
     * @throws SQLException when they belong to somebody else
     */
    public static void demandRight(LedgerAddress ledger) throws SQLException {
        if (ledger.database() != null) {
            PostgresLedger.demandOwner(ledger.database());
        }
    }

    /** Removes what is planned; that it will be done must be on record before. */
    public static void carryOut(LedgerAddress ledger, Plan plan) throws SQLException, IOException {
        try (var salts = SaltFile.open(ledger.data())) {
            salts.erase(plan.ids());
        }
        if (ledger.database() == null) {
            empty(ledger.data(), plan);
        } else {
            PostgresLedger.empty(ledger.database(), plan.minimum());
        }
    }

    private static void empty(Path folder, Plan plan) throws SQLException {
        try (var connection = Sqlite.beside(folder.resolve(LedgerFile.NAME))) {
            while (empty(connection, plan.minimum()) > 0) {}
        }
    }

    private static int empty(Connection connection, long minimum) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE batch SET lines = x'' WHERE first IN (SELECT first FROM batch"
                        + " WHERE first + count <= ? AND length(lines) > 0 ORDER BY first LIMIT " + STEP + ')')) {
            update.setLong(1, minimum);
            return update.executeUpdate();
        }
    }
}
