package io.facegate.ledger.address;

import io.facegate.call.Fault;
import io.facegate.integrity.SignedHeadStore;
import io.facegate.ledger.postgres.GatewayId;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.PostgresLedger;
import io.facegate.ledger.postgres.PostgresStore;
import io.facegate.ledger.postgres.SharedLedgerKey;
import io.facegate.ledger.store.BatchStore;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.LedgerInitializer;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.SaltStorage;
import io.facegate.ledger.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Address of a ledger: a file in the data folder, or a database. With a database, the folder holds only this gateway's
 * own files.
 *
 * @param database or null for the folder's file
 * @param exclusive whether writing requires exclusive access
 * @param memory other place that remembers what its log signed
 * @param salts where the salts of its commitments are kept
 */
public record LedgerAddress(
        Path data, @Nullable LedgerDatabase database, boolean exclusive, SignedHeadStore memory, SaltStorage salts) {
    /** The ledger file of a data folder. */
    public static LedgerAddress ofFolder(Path data) {
        return ofFolder(data, null);
    }

    /** The ledger in a database, used from the gateway of a data folder. */
    public static LedgerAddress ofFolder(Path data, @Nullable LedgerDatabase database) {
        return new LedgerAddress(data, database, false, SignedHeadStore.NONE, SaltStorage.ofFolder(data));
    }

    /** Same, with exclusive access. */
    public LedgerAddress withExclusiveAccess() {
        return new LedgerAddress(data, database, true, memory, salts);
    }

    /** Same, with another place that remembers what its log signed. */
    public LedgerAddress withMemory(SignedHeadStore other) {
        return new LedgerAddress(data, database, exclusive, other, salts);
    }

    /** Same, with another place of the salts. */
    public LedgerAddress withSalts(SaltStorage other) {
        return new LedgerAddress(data, database, exclusive, memory, other);
    }

    /** Same, with another path of the same folder. */
    public LedgerAddress withData(Path other) {
        return new LedgerAddress(other, database, exclusive, memory, salts);
    }

    /** True if there may be a ledger to read. A file is checked; a database is assumed to have one. */
    public boolean mayExist() {
        return database != null || Files.isRegularFile(data.resolve(LedgerFile.NAME));
    }

    /** The ledger's file, where no database is used: the folder's, or {@code data} itself if that is a file. */
    public Path file() {
        return Files.isRegularFile(data) ? data : data.resolve(LedgerFile.NAME);
    }

    /** Size of its records in bytes. */
    public long bytes() throws IOException, SQLException {
        return database == null ? bytes(file()) : database.bytes();
    }

    /** Size of an SQLite file with its write-ahead log, in bytes. */
    public static long bytes(Path file) throws IOException {
        var waiting = Path.of(file + "-wal");
        return (Files.exists(file) ? Files.size(file) : 0) + (Files.exists(waiting) ? Files.size(waiting) : 0);
    }

    /**
     * Opens the ledger for reading.
     *
     * @throws SQLException if there is none
     */
    public LedgerReader reader() throws SQLException {
        return database == null ? LedgerFile.open(file()) : PostgresLedger.open(database);
    }

    /** Opens it for a process that follows the ledger, which waits for a silent server only briefly. */
    public LedgerReader follower() throws SQLException {
        return database == null ? LedgerFile.open(file()) : PostgresLedger.follow(database);
    }

    /** Creates what a ledger needs before it is opened for writing, where possible. */
    public void prepare() throws IOException, SQLException {
        if (database != null) {
            requireNoOther();
            SharedLedgerKey.getOrCreate(database, data);
            return;
        }
        requireDatabaseNamed();
        LedgerInitializer.getOrCreateKey(data);
    }

    /** Requires that the database is named if the gateway of the folder writes to one. */
    public void requireDatabaseNamed() {
        if (database == null
                && Files.exists(data.resolve(GatewayId.NAME))
                && !Files.exists(data.resolve(LedgerFile.NAME))) {
            throw new Fault.LedgerDown(
                    "The gateway of this data folder writes to a database. Name it with --ledger URL or"
                            + " FACEGATE_LEDGER.");
        }
    }

    private void requireNoOther() throws IOException, SQLException {
        var file = data.resolve(LedgerFile.NAME);
        if (Files.isRegularFile(file) && Files.size(file) > 0) {
            try (var other = LedgerFile.open(file)) {
                if (!other.isMoved()) {
                    throw new Fault.LedgerDown("The data folder has a ledger of its own. Move it first: facegate ledger"
                            + " move --from DIR --to URL");
                }
            }
        }
    }

    /** Opens the ledger for writing; the data folder must exist. */
    public BatchStore store() throws IOException, SQLException {
        return database == null ? SqliteStore.open(data) : PostgresStore.open(database, data, exclusive);
    }

    @Override
    public String toString() {
        return database == null ? data.toString() : database.url();
    }
}
