package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.registry.ChangeJournal.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A change of sealed rows in its transaction: verifies the rows it depends on, seals what it wrote, records it. */
public final class SealedChange {
    private final Connection connection;
    private final RegistrySeal seal;
    private final ChangeJournal journal;
    private final Map<String, RowColumns> before = new HashMap<>();
    private @Nullable RegistryRoots written;

    SealedChange(Connection connection, RegistrySeal seal, ChangeJournal journal) {
        this.connection = connection;
        this.seal = seal;
        this.journal = journal;
    }

    /**
     * Requires that a row verifies before a change is based on it. The change is made of what this returns, so that
     * nothing is read a second time.
     *
     * @throws io.facegate.registry.RegistryException.Unusable if it was changed by something other than Facegate
     */
    @Nullable
    RowColumns requireVerified(SealedTable table, Object... key) throws SQLException {
        var row = seal.requireVerified(connection, table, key);
        if (row != null) {
            before.put(table.ref(key), row);
        }
        return row;
    }

    /**
     * Every row of a table by its first key column, for a change of many rows.
     *
     * @throws io.facegate.registry.RegistryException.Unusable if a row that is listed does not verify
     */
    Map<String, RowColumns> requireAllVerified(SealedTable table) throws SQLException {
        var state = seal.check(connection);
        for (var ref : state.altered()) {
            if (ref.startsWith(table.ref(""))) {
                throw RegistrySeal.changedOutside(ref);
            }
        }
        var all = new HashMap<String, RowColumns>();
        for (var row : state.rows(table)) {
            var id = row.text(table.keys().getFirst());
            all.put(id, row);
            before.put(table.ref(id), row);
        }
        return all;
    }

    /** The roots of the newest change, or null if none was recorded. */
    @Nullable
    RegistryRoots written() {
        return written;
    }

    /** Seals the row with that key and records the change. */
    public void record(String act, String subject, SealedTable table, Object... key) throws SQLException {
        record(act, subject, null, table, key);
    }

    /** As above; the row is sealed only if it is read back as it was meant. */
    void record(String act, String subject, SealedTable table, String id, Predicate<RowColumns> intended)
            throws SQLException {
        recordAll(act, subject, List.of(WrittenRow.of(table, intended, id)));
    }

    /** Seals rows and records them as one change. A transaction has one record, whose roots are before and after it. */
    void recordAll(String act, String subject, List<WrittenRow> all) throws SQLException {
        var change = new Change(act, subject, null, RegistryRoots.unchanged(seal.name(), ""));
        written = seal.record(connection, journal, change, all, before);
    }

    /** As above, for a change about a person. */
    public void record(String act, String subject, @Nullable String person, SealedTable table, Object... key)
            throws SQLException {
        var change = new Change(act, subject, person, RegistryRoots.unchanged(seal.name(), ""));
        seal.record(connection, journal, change, List.of(WrittenRow.of(table, key)), before);
    }
}
