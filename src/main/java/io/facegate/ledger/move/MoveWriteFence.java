package io.facegate.ledger.move;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.ledger.store.WriterLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Seal of a moved ledger: the source database itself rejects new batches. Holds exclusive write access while open. */
final class MoveWriteFence implements AutoCloseable {
    private static final String CLOSE = "CREATE TRIGGER moved BEFORE INSERT ON batch BEGIN"
            + " SELECT RAISE(ABORT, 'This ledger was moved and goes on elsewhere.'); END";

    private final Connection connection;
    private final @Nullable WriterLock claim;

    private MoveWriteFence(Connection connection, @Nullable WriterLock claim) {
        this.connection = connection;
        this.claim = claim;
    }

    static MoveWriteFence acquire(LedgerAddress ledger) throws SQLException, IOException {
        return ledger.database() == null ? acquire(ledger.data().toRealPath()) : acquire(ledger.database());
    }

    private static MoveWriteFence acquire(Path folder) throws SQLException, IOException {
        var claim = WriterLock.acquire(folder);
        try {
            return new MoveWriteFence(SqliteSettings.writer(folder.resolve(LedgerFile.NAME)), claim);
        } catch (SQLException | IOException unfit) {
            claim.close();
            throw unfit;
        }
    }

    private static MoveWriteFence acquire(LedgerDatabase database) throws SQLException {
        return new MoveWriteFence(database.connectExclusively("facegate move"), null);
    }

    /** Sets or removes the seal. */
    void set(boolean sealed) throws SQLException {
        if (claim != null) {
            SqliteSettings.run(connection, sealed ? CLOSE : "DROP TRIGGER moved");
        } else {
            SqliteSettings.run(
                    connection, sealed ? "INSERT INTO facegate.moved DEFAULT VALUES" : "DELETE FROM facegate.moved");
        }
    }

    /** Requires that no batch waits to be integrated into the tree. */
    void requireDrained() throws SQLException {
        if (claim == null
                && !SqliteSettings.queryText(connection, "SELECT count(*) FROM facegate.pending")
                        .equals("0")) {
            throw new Fault.LedgerDown(
                    "Batches wait for their place in the tree. Start a gateway for a moment, then try" + " again.");
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        if (claim != null) {
            claim.close();
        }
    }
}
