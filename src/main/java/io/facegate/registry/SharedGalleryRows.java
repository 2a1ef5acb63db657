package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of the embedded engine's galleries in the database of a shared registry. */
public final class SharedGalleryRows implements SealedRowTransactions {
    private final PostgresSealedRows rows;
    private final PostgresNotifications listener;
    private @Nullable Keys keys;

    private SharedGalleryRows(PostgresSealedRows rows, PostgresNotifications listener) {
        this.rows = rows;
        this.listener = listener;
    }

    /**
     * Opens them.
     *
     * @param policies the seal policy by the name that the list has in records
     * @throws RegistryException.Unusable if they cannot be trusted
     */
    public static SharedGalleryRows open(RegistryAddress address, Function<String, SealOptions> policies) {
        return new SharedGalleryRows(
                PostgresSealedRows.open(SharedStore.GALLERIES, address, policies),
                new PostgresNotifications(address, SharedStore.GALLERIES));
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        return rows.read(reader -> work.run(reader, keys()));
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) throws SQLException {
        return rows.write(writer -> work.run(writer, keys()));
    }

    /** Inside a transaction, so one thread at a time. */
    private Keys keys() {
        if (keys == null || keys.list() != rows.list()) {
            keys = new Keys(rows.list(), rows.vault().rows(), rows.vault().galleries());
        }
        return Objects.requireNonNull(keys);
    }

    /** Records the newest root, unless the ledger has it or a newer one. */
    public void recordRoot(ChangeJournal journal) {
        try {
            rows.recordRoot(journal);
        } catch (SQLException failed) {
            throw new Fault.RegistryDown("The galleries in the database cannot be read: " + failed.getMessage());
        }
    }

    @Override
    public void awaitChange(Duration most) throws SQLException {
        listener.await(most);
    }

    @Override
    public void close() {
        listener.close();
        rows.close();
    }
}
