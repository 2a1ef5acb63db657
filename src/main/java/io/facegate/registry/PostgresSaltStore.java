package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SharedSaltStore;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.RegistryDatabase.Work;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SaltTable.PageOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The salts of records in the database of a shared registry. The salts of a record that was erased are not read, whoever
 * put them back: the list of what was erased is sealed.
 */
public final class PostgresSaltStore implements SharedSaltStore {
    private final PostgresSealedRows rows;

    private final TamperAlarm alarm;

    private PostgresSaltStore(PostgresSealedRows rows, TamperAlarm alarm) {
        this.rows = rows;
        this.alarm = alarm;
    }

    /**
     * Opens them; empty if the database has no registry that is in use, or the tables of an earlier version, which has
     * none for salts.
     *
     * @param policies the seal policy by the name that the list has in records
     * @param alarm is told of altered salts
     * @throws SQLException if the database cannot be read, or the rows cannot be trusted
     */
    public static Optional<PostgresSaltStore> open(
            RegistryAddress address, Function<String, SealOptions> policies, TamperAlarm alarm) throws SQLException {
        try {
            return isInUse(address, policies)
                    ? Optional.of(
                            new PostgresSaltStore(PostgresSealedRows.open(SharedStore.SALTS, address, policies), alarm))
                    : Optional.empty();
        } catch (Unusable unfit) {
            throw new SQLException(unfit.sentence(), unfit);
        }
    }

    /** The list of salts in records, while the database has no tables for it; empty if it has, or no registry. */
    private record Tables(boolean inUse, Optional<String> missing) {
        static Tables read(Connection reader, RegistryAddress address) throws SQLException {
            if (SqlStatements.number(reader, "SELECT count(*) FROM vault") == 0) {
                return new Tables(false, Optional.empty());
            }
            boolean there = SealedTable.SALT_ERASED.isPresent(reader);
            return new Tables(
                    there,
                    there
                            ? Optional.empty()
                            : Optional.of(SharedStore.SALTS.recordName(
                                    RegistryVault.openShared(reader, address).id())));
        }
    }

    private static boolean isInUse(RegistryAddress address, Function<String, SealOptions> policies)
            throws SQLException {
        var database = Objects.requireNonNull(address.database());
        var connection = PostgresRegistryConnection.openRows(database, SharedStore.SALTS);
        try {
            var tables = connection.read(reader -> Tables.read(reader, address));
            // The owner can undo a migration, and would have an erasure undone with it.
            if (tables.missing.map(policies).map(SealOptions::onRecord).isPresent()) {
                throw new SQLException("The tables of salts were removed from the database, though the ledger knows"
                        + " them. Restore the newest backup of the database; or as the schema's owner, run: facegate"
                        + " registry migrate, and then: facegate registry accept");
            }
            return tables.inUse;
        } finally {
            connection.close();
        }
    }

    @Override
    public void store(List<Entry> entries) throws SQLException {
        write(writer -> {
            var erased = rows.list().refs(writer);
            var taken = entries.stream()
                    .filter(entry -> !erased.contains(SealedTable.SALT_ERASED.ref(entry.record())))
                    .toList();
            SaltTable.insertAbsent(writer, rows.vault(), taken);
            return taken;
        });
    }

    @Override
    public List<Entry> find(String record) throws SQLException {
        return read(reader -> SaltTable.isErased(reader, rows.seal(), record)
                ? List.of()
                : SaltTable.find(reader, rows.vault(), record, alarm));
    }

    @Override
    public List<Entry> page(Entry after, int most) throws SQLException {
        return page(after, new PageOptions(most, alarm, Optional.empty()));
    }

    @Override
    public List<Entry> page(String field, Entry after, int most) throws SQLException {
        return page(after, new PageOptions(most, alarm, Optional.of(field)));
    }

    private List<Entry> page(Entry after, PageOptions options) throws SQLException {
        return read(reader -> {
            var erased = rows.list().refs(reader);
            var found = new ArrayList<Entry>();
            for (var last = after; found.isEmpty() && last != null; ) {
                var page = SaltTable.page(reader, rows.vault(), last, options);
                page.entries().stream()
                        .filter(entry -> !erased.contains(SealedTable.SALT_ERASED.ref(entry.record())))
                        .forEach(found::add);
                last = page.last();
            }
            return found;
        });
    }

    @Override
    public List<String> erased(List<String> records) throws SQLException {
        return read(reader -> {
            var erased = rows.list().refs(reader);
            return records.stream()
                    .filter(record -> erased.contains(SealedTable.SALT_ERASED.ref(record)))
                    .toList();
        });
    }

    @Override
    public int erase(List<String> records) throws SQLException {
        return write(writer -> {
            int gone = 0;
            for (var record : records) {
                SaltTable.markErased(writer, rows.seal(), record, Instant.now());
                gone += SaltTable.delete(writer, record);
            }
            return gone;
        });
    }

    @Override
    public void prune(List<String> records) throws SQLException {
        write(writer -> {
            for (var record : records) {
                SaltTable.delete(writer, record);
            }
            return records;
        });
    }

    /** Rows are used only while the list of what was erased verifies. */
    private <T> T read(Work<T> work) throws SQLException {
        return sqlFailures(() -> rows.read(reader -> {
            rows.seal().requireVerified();
            return work.run(reader);
        }));
    }

    private <T> T write(Work<T> work) throws SQLException {
        return sqlFailures(() -> rows.write(writer -> {
            rows.seal().requireVerified();
            return work.run(writer);
        }));
    }

    private static <T> T sqlFailures(RegistryDatabase.Step<T> step) throws SQLException {
        try {
            return step.run();
        } catch (Unusable unfit) {
            throw new SQLException(unfit.sentence(), unfit);
        }
    }

    /** Records the newest root, unless the ledger has it or a newer one. */
    public void recordRoot(ChangeJournal journal) {
        try {
            rows.recordRoot(journal);
        } catch (SQLException failed) {
            throw new Fault.RegistryDown("The salts in the database cannot be read: " + failed.getMessage());
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
