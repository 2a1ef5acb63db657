package io.facegate.registry;

import io.facegate.registry.RegistryDatabase.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of vendor resources, in a data folder's file or in a database that gateways share. */
interface ResourceTable extends AutoCloseable {
    /** The seal of the rows; to be asked for inside a transaction. */
    RowSeal seal();

    /** Runs a transaction that sees one moment. */
    <T extends @Nullable Object> T read(Work<T> work) throws SQLException;

    /** Runs an exclusive transaction; durable on return. */
    <T extends @Nullable Object> T write(Work<T> work) throws SQLException;

    /** Version and HMAC prefix of the newest trusted list of rows, or null. */
    @Nullable
    String root() throws SQLException;

    /** Forgets what the store itself keeps for a while only. */
    default void sweep(Connection connection, Instant now) throws SQLException {}

    @Override
    void close();
}
