package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** An open connection to {@code registry.db} and the vault of its secrets; for one thread at a time. */
public final class RegistryDatabase implements AutoCloseable {
    public static final String FILE = "registry.db";
    private static final int BUSY_MILLIS = 5000;

    /** A change waits longer for another than a call would: a person made it, and would only make it again. */
    private static final int WRITER_WAITS_MILLIS = 30_000;

    /** Advice for operators on an altered registry. */
    public static final String WHAT_TO_DO = RegistrySeal.WHAT_TO_DO;

    private static final String PROOF = "proof";
    private static final byte[] PROOF_TEXT = "sealed with this key".getBytes(StandardCharsets.US_ASCII);

    /** Tables administered by an operator. */
    static final List<SealedTable> TABLES =
            List.of(SealedTable.ORGANISATION, SealedTable.ACCESS_KEY, SealedTable.EVIDENCE, SealedTable.ISSUER);

    private final Path file;
    private final @Nullable Object identity;
    private final Connection connection;
    private final SecretCipher vault;
    private final RegistrySeal seal;

    private RegistryDatabase(Path file, Connection connection, SecretCipher vault) throws IOException {
        this.file = file;
        this.identity = identity(file);
        this.connection = connection;
        this.vault = vault;
        this.seal = seal(vault);
    }

    static RegistrySeal seal(SecretCipher vault) {
        return new RegistrySeal(RegistryRoots.REGISTRY + vault.id(), vault.rows(), TABLES);
    }

    /** Opens the registry of a data folder; creates missing parts. */
    public static RegistryDatabase open(Path folder) {
        PrivateFiles.folder(folder);
        PrivateFiles.createIfMissing(folder.resolve(FILE));
        return openExisting(folder);
    }

    /** Opens an existing registry. */
    public static RegistryDatabase openExisting(Path folder) {
        var file = folder.resolve(FILE);
        Connection connection = null;
        try {
            connection = connect(file, WRITER_WAITS_MILLIS);
            var opened = connection;
            RegistrySchema.REGISTRY.backUpOlder(opened, file);
            var vault = transaction(opened, () -> {
                RegistrySchema.REGISTRY.createTables(opened, file);
                return vault(opened, folder);
            });
            var store = new RegistryDatabase(file, connection, vault);
            connection = null;
            return store;
        } catch (SQLException | IOException notReadable) {
            throw new Unusable(file + " cannot be opened as a registry: " + notReadable.getMessage(), notReadable);
        } finally {
            closeQuietly(connection);
        }
    }

    /** True if the registry of a data folder has the current schema and is sealed; changes nothing. */
    public static boolean isCurrent(Path folder) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (var connection = config.createConnection("jdbc:sqlite:" + folder.resolve(FILE))) {
            return RegistrySchema.REGISTRY.version(connection)
                            == RegistrySchema.REGISTRY.versions().size()
                    && SqlStatements.number(connection, "SELECT count(*) FROM seal_head") > 0;
        } catch (SQLException unreadable) {
            throw new Unusable(folder.resolve(FILE) + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Opens a file that calls use too; waits a few seconds for others. */
    static Connection connect(Path file) throws SQLException {
        return connect(file, BUSY_MILLIS);
    }

    private static Connection connect(Path file, int waitsMillis) throws SQLException {
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(waitsMillis);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        long deadline = System.nanoTime() + waitsMillis * 1_000_000L;
        while (true) {
            try {
                return config.createConnection("jdbc:sqlite:" + file);
            } catch (SQLException failed) {
                // When two processes switch a new file to WAL at once, SQLite reports busy without waiting.
                if (!isBusy(failed) || System.nanoTime() > deadline) {
                    throw failed;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static boolean isBusy(SQLException failed) {
        return (failed.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    /** Opens the vault and proves that it sealed the secrets; creates a new one if nothing was sealed yet. */
    private static SecretCipher vault(Connection connection, Path folder) throws SQLException {
        var proofs = SqlStatements.rows(connection, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        boolean sealed = SqlStatements.number(connection, "SELECT count(*) FROM access_key WHERE revoked IS NULL") > 0
                || SqlStatements.number(connection, "SELECT length(manifest) FROM seal_head") > 0;
        if (!proofs.isEmpty() && (sealed || SecretCipher.exists(folder, Guard.REGISTRY))) {
            return SealKeyRotation.openValid(folder, vault -> {
                if (!Arrays.equals(vault.open(PROOF, proofs.getFirst()), PROOF_TEXT)) {
                    throw new Unusable("The registry's vault has unexpected contents.");
                }
            });
        }
        if (sealed) {
            throw new Unusable("The registry has lost the proof of its key." + RegistrySeal.WHAT_TO_DO);
        }
        var vault = SecretCipher.exists(folder, Guard.REGISTRY)
                ? SecretCipher.open(folder, Guard.REGISTRY)
                : SecretCipher.create(folder, Guard.REGISTRY);
        prove(connection, vault);
        return vault;
    }

    /** A repair of a registry that cannot be opened normally. */
    @FunctionalInterface
    interface Repair<T> {
        T run(Connection connection, @Nullable SecretCipher vault) throws SQLException;
    }

    /** Runs a repair in one transaction; its vault is null if the key is lost. */
    static <T> T repair(Path folder, Repair<T> repair) {
        var file = folder.resolve(FILE);
        Connection connection = null;
        try {
            connection = connect(file, WRITER_WAITS_MILLIS);
            var opened = connection;
            RegistrySchema.REGISTRY.backUpOlder(opened, file);
            return transaction(opened, () -> {
                RegistrySchema.REGISTRY.createTables(opened, file);
                return repair.run(opened, SecretCipher.exists(folder, Guard.REGISTRY) ? vault(opened, folder) : null);
            });
        } catch (SQLException failed) {
            throw new Unusable(file + " could not be read or written: " + failed.getMessage(), failed);
        } finally {
            closeQuietly(connection);
        }
    }

    /** Verifies every row on request. */
    public Checked check() {
        return runExclusive(connection -> {
            var state = seal.check(connection);
            return new Checked(state.root(), state.altered());
        });
    }

    /** The root, and the rows that do not verify. */
    public record Checked(String root, Set<String> altered) {}

    static void prove(Connection connection, SecretCipher vault) throws SQLException {
        SqlStatements.run(connection, "INSERT OR REPLACE INTO vault VALUES (1, ?)", vault.seal(PROOF, PROOF_TEXT));
    }

    public SecretCipher vault() {
        return vault;
    }

    /** The registry's kind and id in the ledger. */
    public String name() {
        return seal.name();
    }

    /** Seals the rows of an earlier version, once and on record. Returns the root, or null if nothing was done. */
    public @Nullable String adopt(ChangeJournal journal) {
        return runExclusive(connection -> seal.adopt(connection, journal));
    }

    /**
     * Verified content of one moment.
     *
     * @param root over all rows
     * @param altered rows that do not verify: such organisations are suspended, other rows are missing from the
     *     snapshot
     */
    public record Loaded(RegistrySnapshot snapshot, String root, Set<String> altered) {}

    /** Stores the log's signed tree head in the head of the rows. */
    void remember(String signed) {
        runExclusive(connection -> {
            seal.remember(connection, signed);
            return signed;
        });
    }

    /** Records the current root in an exclusive transaction; voids any change recorded before but not applied. */
    public void recordRoot(ChangeJournal journal) {
        runExclusive(connection -> seal.recordRoot(connection, journal));
    }

    /**
     * Loads a snapshot in one transaction; rows that do not verify are ignored.
     *
     * @param before the previous snapshot; supplies organisations whose rows no longer verify, to keep them suspended
     */
    public Loaded load(RegistrySnapshot before) throws SQLException {
        return transaction("BEGIN", connection, () -> {
            var state = seal.check(connection);
            var sound = new AlteredRowIds(state.altered());
            var snapshot = RegistrySnapshot.of(
                    OrganisationRows.readAll(connection, sound),
                    KeyRows.readActive(connection, vault, sound),
                    EvidenceRows.readActive(connection, sound),
                    IssuerRows.readActive(connection, sound));
            return new Loaded(snapshot.withSuspended(state.altered(), before), state.root(), state.altered());
        });
    }

    /** A number that changes when another connection has changed the registry. */
    public int version() throws SQLException {
        return SqlStatements.number(connection, "PRAGMA data_version");
    }

    /** True if the open file is still the one in the data folder. */
    public boolean isInPlace() throws IOException {
        return Objects.equals(identity, identity(file));
    }

    /** Runs an exclusive transaction: no other writer in any process can interleave. */
    public <T extends @Nullable Object> T runExclusive(Work<T> work) {
        try {
            return transaction(connection, () -> work.run(connection));
        } catch (SQLException failed) {
            throw new Unusable("The registry could not be read or written: " + failed.getMessage(), failed);
        }
    }

    /** As above for a change of rows, which must seal them and record the change. */
    public <T> T change(ChangeJournal journal, Change<T> change) {
        adopt(journal);
        return runExclusive(connection -> change.run(connection, new SealedChange(connection, seal, journal)));
    }

    static <T extends @Nullable Object> T transaction(Connection connection, Step<T> step) throws SQLException {
        return transaction("BEGIN IMMEDIATE", connection, step);
    }

    private static <T extends @Nullable Object> T transaction(String begin, Connection connection, Step<T> step)
            throws SQLException {
        SqlStatements.run(connection, begin);
        boolean done = false;
        try {
            var result = step.run();
            requirePlain(connection);
            SqlStatements.run(connection, "COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                SqlStatements.run(connection, "ROLLBACK");
            }
        }
    }

    /** Rejects triggers and views, which could silently lose writes. Nobody can add one inside the transaction. */
    private static void requirePlain(Connection connection) throws SQLException {
        var foreign = SqlStatements.rows(
                connection,
                row -> row.getString(1),
                "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view')");
        if (!foreign.isEmpty()) {
            throw new SQLException("it has something that does not belong there, which can lose or change records: "
                    + foreign.getFirst().replaceAll("[^A-Za-z0-9_ -]", "?"));
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException alreadyBroken) {
            System.getLogger(RegistryDatabase.class.getName()).log(System.Logger.Level.DEBUG, "close", alreadyBroken);
        }
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    /** Statements of one transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /** Statements that change sealed rows. */
    @FunctionalInterface
    public interface Change<T> {
        T run(Connection connection, SealedChange rows) throws SQLException;
    }

    @FunctionalInterface
    interface Step<T extends @Nullable Object> {
        T run() throws SQLException;
    }
}
