package io.facegate.registry;

import io.facegate.integrity.PostgresAddress;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waits for what the database tells of one kind of rows; used by one thread, and closed by any. */
final class PostgresNotifications implements AutoCloseable {
    private final PostgresAddress database;
    private final SharedStore kind;
    private @Nullable PostgresRegistryConnection connection;
    private boolean closed;

    PostgresNotifications(RegistryAddress address, SharedStore kind) {
        this.database = Objects.requireNonNull(address.database());
        this.kind = kind;
    }

    /** Waits until something was committed, or some time has passed; the first time, it begins to listen. */
    void await(Duration most) throws SQLException {
        boolean sound = false;
        try {
            var listening = connect();
            if (listening != null) {
                listening.awaitChange(Math.toIntExact(most.toMillis()));
            }
            sound = true;
        } catch (Unusable unfit) {
            throw new SQLException(unfit.sentence(), unfit);
        } finally {
            if (!sound) {
                release();
            }
        }
    }

    private @Nullable PostgresRegistryConnection connect() throws SQLException {
        synchronized (this) {
            if (connection != null || closed) {
                return connection;
            }
        }
        var opened = PostgresRegistryConnection.followRows(database, kind);
        synchronized (this) {
            if (closed) {
                opened.close();
                return null;
            }
            connection = opened;
            return opened;
        }
    }

    private void release() {
        PostgresRegistryConnection failed;
        synchronized (this) {
            failed = connection;
            connection = null;
        }
        if (failed != null) {
            failed.close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        release();
    }
}
