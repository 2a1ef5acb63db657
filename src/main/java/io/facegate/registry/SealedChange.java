package io.facegate.registry;

import io.facegate.registry.ChangeJournal.Change;
import io.facegate.storage.RegistryRoots;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One change of sealed rows inside its transaction: what it rests on is checked, what it wrote is sealed and on record. */
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
     * Demands that a row is what was registered, before anything is built on it.
     *
     * @throws io.facegate.registry.RegistryException.Unusable when it was changed by something else than Facegate
     */
    public void demand(SealedTable table, Object... key) throws SQLException {
        seal.demand(connection, table, key);
    }

    /** Seals the row of that key as it was written, and puts the change on record. */
    public void record(String act, String subject, SealedTable table, Object... key) throws SQLException {
        record(act, subject, null, table, key);
    }

    /** The same of a change that is about a person. */
    public void record(String act, String subject, @Nullable String person, SealedTable table, Object... key)
            throws SQLException {
        var change = new Change(act, subject, person, RegistryRoots.of(seal.name(), ""));
        seal.record(connection, journal, change, table, key);
    }
}
