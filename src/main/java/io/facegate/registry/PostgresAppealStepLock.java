package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.AppealStepLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Claims of the steps of appeals in the database of a shared registry. A claim is committed once its step is on record,
 * and none is ever changed; whoever claims the same one meanwhile waits a moment.
 */
public record PostgresAppealStepLock(RegistryAddress address) implements AppealStepLock {
    private static final String DUPLICATE = "23505";
    private static final String LOCKED = "55P03";

    @Override
    public Claimed claim(Step step, Runnable record) {
        var recorded = new AtomicBoolean();
        try {
            var database = Objects.requireNonNull(address.database());
            var connection = PostgresRegistryConnection.open(database);
            try {
                return connection.lease(writer -> {
                    insert(writer, step);
                    record.run();
                    recorded.set(true);
                    return Claimed.DONE;
                });
            } finally {
                connection.close();
            }
        } catch (SQLException failed) {
            // Once the step is on record it is made, whatever becomes of the claim.
            return recorded.get() ? Claimed.DONE : claimed(failed);
        }
    }

    /** Without the tables for it, which an earlier version's database does not have, each gateway looks only at the ledger. */
    private static void insert(Connection writer, Step step) throws SQLException {
        if (!SealedTable.SALT_ERASED.isPresent(writer)) {
            return;
        }
        SqlStatements.run(
                writer,
                "INSERT INTO appeal_step (decision, step, act, at) VALUES (?, ?, ?, ?)",
                step.decision(),
                step.number(),
                step.act(),
                Instant.now().getEpochSecond());
    }

    private static Claimed claimed(SQLException failed) {
        if (DUPLICATE.equals(failed.getSQLState())) {
            return Claimed.TAKEN;
        }
        if (LOCKED.equals(failed.getSQLState())) {
            return Claimed.BUSY;
        }
        throw new Fault.LedgerDown("It could not be checked whether another gateway answers this appeal, so nothing was"
                + " recorded: " + failed.getMessage());
    }
}
