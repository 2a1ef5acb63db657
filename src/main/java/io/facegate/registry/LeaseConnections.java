package io.facegate.registry;

import io.facegate.integrity.PostgresAddress;
import io.facegate.registry.RegistryDatabase.Work;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A few connections for leases, which many calls take at once; one that failed is not used again, nor are the idle ones. */
final class LeaseConnections implements AutoCloseable {
    private static final int MOST = 4;
    private static final int PATIENCE_SECONDS = 3;

    private final PostgresAddress database;
    private final Semaphore free = new Semaphore(MOST, true);
    private final ConcurrentLinkedDeque<PostgresRegistryConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    LeaseConnections(PostgresAddress database) {
        this.database = database;
    }

    /** Runs one transaction. */
    <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
        acquire();
        try {
            return runOn(work);
        } finally {
            free.release();
        }
    }

    private void acquire() throws SQLException {
        try {
            if (!closed && free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new SQLException(closed ? "the gateway stops" : "the database answers too slowly");
    }

    private <T extends @Nullable Object> T runOn(Work<T> work) throws SQLException {
        var there = idle.poll();
        PostgresRegistryConnection connection = null;
        boolean sound = false;
        try {
            connection = there == null ? PostgresRegistryConnection.openRows(database, SharedStore.RESOURCES) : there;
            T done = connection.lease(work);
            sound = true;
            return done;
        } catch (Unusable unfit) {
            throw new SQLException(unfit.sentence(), unfit);
        } finally {
            if (sound && !closed && connection != null) {
                idle.push(connection);
            } else {
                closeAll(connection);
            }
        }
    }

    private void closeAll(@Nullable PostgresRegistryConnection failed) {
        for (var each = failed; each != null; each = idle.poll()) {
            each.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeAll(idle.poll());
    }
}
