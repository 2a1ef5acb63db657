package io.facegate.registry;

import io.facegate.registry.RegistryDatabase.Work;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One connection to the rows of a registry, in a file or in a server; for one thread at a time. */
interface RegistryConnection extends AutoCloseable {
    RegistrySchemaCheck dialect();

    /** Runs a transaction that no other writer in any process can interleave. */
    <T extends @Nullable Object> T write(Work<T> work) throws SQLException;

    /** As above; no other writer changes the vendors' resources beside it either. */
    default <T extends @Nullable Object> T writeAll(Work<T> work) throws SQLException {
        return write(work);
    }

    /** Runs a transaction that sees one moment. */
    <T extends @Nullable Object> T read(Work<T> work) throws SQLException;

    /** A number that changes when somebody else has changed the registry. */
    long version() throws SQLException;

    /** Waits until somebody may have changed the registry, at most that long; returns at once where it cannot wait. */
    void awaitChange(int millis) throws SQLException;

    /** True if what is open is still the registry of this gateway. */
    boolean isInPlace() throws IOException;

    /** The registry's place, for messages. */
    String place();

    @Override
    void close();
}
