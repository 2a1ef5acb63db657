package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.registry.ChangeJournal.Change;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A change of sealed rows in its transaction: verifies the rows it depends on, seals what it wrote, records it. */
public final class SealedChange {
    private final Connection connection;
    private final RegistrySeal seal;
    private final ChangeJournal journal;

    SealedChange(Connection connection, RegistrySeal seal, ChangeJournal journal) {
        this.connection = connection;
        this.seal = seal;
        this.journal = journal;
    }

    /**
     * Requires that a row verifies before a change is based on it.
     *
     * @throws io.facegate.registry.RegistryException.Unusable if it was changed by something other than Facegate
     */
    public void requireVerified(SealedTable table, Object... key) throws SQLException {
        seal.requireVerified(connection, table, key);
    }

    /** Seals the row with that key and records the change. */
    public void record(String act, String subject, SealedTable table, Object... key) throws SQLException {
        record(act, subject, null, table, key);
    }

    /** As above, for a change about a person. */
    public void record(String act, String subject, @Nullable String person, SealedTable table, Object... key)
            throws SQLException {
        var change = new Change(act, subject, person, RegistryRoots.unchanged(seal.name(), ""));
        seal.record(connection, journal, change, table, key);
    }
}
