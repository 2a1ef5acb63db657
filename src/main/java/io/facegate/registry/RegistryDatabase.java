package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretVault.Guard;
import io.facegate.storage.RegistryRoots;
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

/** One open connection to {@code registry.db}, and the vault that opens its secrets; used by one thread at a time. */
public final class RegistryDatabase implements AutoCloseable {
    public static final String FILE = "registry.db";
    private static final int BUSY_MILLIS = 5000;

    /** What an operator can do about a registry that is not what it was. */
    public static final String WHAT_TO_DO = RegistrySeal.WHAT_TO_DO;

    private static final String PROOF = "proof";
    private static final byte[] PROOF_TEXT = "sealed with this key".getBytes(StandardCharsets.US_ASCII);

    /** Whose rows an administrator writes. */
    static final List<SealedTable> TABLES =
            List.of(SealedTable.ORGANISATION, SealedTable.ACCESS_KEY, SealedTable.EVIDENCE, SealedTable.ISSUER);

    private final Path file;
    private final @Nullable Object identity;
    private final Connection connection;
    private final SecretVault vault;
    private final RegistrySeal seal;

    private RegistryDatabase(Path file, Connection connection, SecretVault vault) throws IOException {
        this.file = file;
        this.identity = identity(file);
        this.connection = connection;
        this.vault = vault;
        this.seal = seal(vault);
    }

    static RegistrySeal seal(SecretVault vault) {
        return new RegistrySeal(RegistryRoots.REGISTRY + vault.id(), vault.rows(), TABLES);
    }

    /** Opens the registry of a data folder, and makes what is missing of it. */
    public static RegistryDatabase open(Path folder) {
        PrivateFiles.folder(folder);
        PrivateFiles.ensure(folder.resolve(FILE));
        return existing(folder);
    }

    /** Opens a registry whose file is there. */
    public static RegistryDatabase existing(Path folder) {
        var file = folder.resolve(FILE);
        Connection connection = null;
        try {
            connection = connect(file);
            var opened = connection;
            RegistrySchema.REGISTRY.keepOlder(opened, file);
            var vault = transaction(opened, () -> {
                RegistrySchema.REGISTRY.ensure(opened, file);
                return vault(opened, folder);
            });
            var store = new RegistryDatabase(file, connection, vault);
            connection = null;
            return store;
        } catch (SQLException | IOException notReadable) {
            throw new Unusable(file + " cannot be opened as a registry: " + notReadable.getMessage(), notReadable);
        } finally {
            quietly(connection);
        }
    }

    /** Whether the registry of a data folder is of the present form and sealed; nothing is changed. */
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

    static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        long deadline = System.nanoTime() + BUSY_MILLIS * 1_000_000L;
        while (true) {
            try {
                return config.createConnection("jdbc:sqlite:" + file);
            } catch (SQLException failed) {
                // Two that turn a new file to WAL at once: SQLite says so without waiting.
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

    /** The vault, proven to be the one that sealed the secrets; a new one where nothing was sealed yet. */
    private static SecretVault vault(Connection connection, Path folder) throws SQLException {
        var proofs = SqlStatements.rows(connection, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        boolean sealed = SqlStatements.number(connection, "SELECT count(*) FROM access_key WHERE revoked IS NULL") > 0
                || SqlStatements.number(connection, "SELECT length(manifest) FROM seal_head") > 0;
        if (!proofs.isEmpty() && (sealed || SecretVault.exists(folder, Guard.REGISTRY))) {
            return SealKeyRotation.current(folder, vault -> {
                if (!Arrays.equals(vault.open(PROOF, proofs.getFirst()), PROOF_TEXT)) {
                    throw new Unusable("The registry's vault does not hold what it should.");
                }
            });
        }
        if (sealed) {
            throw new Unusable("The registry has lost the proof of its key." + RegistrySeal.WHAT_TO_DO);
        }
        var vault = SecretVault.exists(folder, Guard.REGISTRY)
                ? SecretVault.open(folder, Guard.REGISTRY)
                : SecretVault.create(folder, Guard.REGISTRY);
        prove(connection, vault);
        return vault;
    }

    /** Something done to a registry that cannot be opened as it is. */
    @FunctionalInterface
    interface Repair<T> {
        T on(Connection connection, @Nullable SecretVault vault) throws SQLException;
    }

    /** Repairs, in one transaction; the vault is null where its key is gone. */
    static <T> T repairing(Path folder, Repair<T> repair) {
        var file = folder.resolve(FILE);
        Connection connection = null;
        try {
            connection = connect(file);
            var opened = connection;
            RegistrySchema.REGISTRY.keepOlder(opened, file);
            return transaction(opened, () -> {
                RegistrySchema.REGISTRY.ensure(opened, file);
                return repair.on(opened, SecretVault.exists(folder, Guard.REGISTRY) ? vault(opened, folder) : null);
            });
        } catch (SQLException failed) {
            throw new Unusable(file + " could not be read or written: " + failed.getMessage(), failed);
        } finally {
            quietly(connection);
        }
    }

    /** Checks every row, for who asks. */
    public Checked check() {
        return alone(connection -> {
            var state = seal.check(connection);
            return new Checked(state.root(), state.altered());
        });
    }

    /** The root, and the rows that do not verify. */
    public record Checked(String root, Set<String> altered) {}

    static void prove(Connection connection, SecretVault vault) throws SQLException {
        SqlStatements.run(connection, "INSERT OR REPLACE INTO vault VALUES (1, ?)", vault.seal(PROOF, PROOF_TEXT));
    }

    public SecretVault vault() {
        return vault;
    }

    /** The registry's kind and id, as the ledger has it. */
    public String name() {
        return seal.name();
    }

    /** Seals what an earlier version wrote, once and on record; the root, or null where nothing was to be done. */
    public @Nullable String adopt(ChangeJournal journal) {
        return alone(connection -> seal.adopt(connection, journal));
    }

    /**
     * What was read and verified at one moment.
     *
     * @param root over all rows
     * @param altered rows that do not verify: organisations are suspended, anything else is not in the snapshot
     */
    public record Loaded(RegistrySnapshot snapshot, String root, Set<String> altered) {}

    /** Keeps what the log signed in the head of the rows. */
    void remember(String signed) {
        alone(connection -> {
            seal.remember(connection, signed);
            return signed;
        });
    }

    /** Puts the root on record as it is, while nobody changes it: what a change left unfinished is over from then on. */
    public void settle(ChangeJournal journal) {
        alone(connection -> seal.settle(connection, journal));
    }

    /**
     * Reads in one transaction, so that all of it is of one moment; what does not verify does not count.
     *
     * @param before what was read last, for what an organisation is that must not be believed now
     */
    public Loaded load(RegistrySnapshot before) throws SQLException {
        return transaction("BEGIN", connection, () -> {
            var state = seal.check(connection);
            var sound = new AlteredRowIds(state.altered());
            var snapshot = RegistrySnapshot.of(
                    OrganisationRows.all(connection, sound),
                    KeyRows.living(connection, vault, sound),
                    EvidenceRows.living(connection, sound),
                    IssuerRows.living(connection, sound));
            return new Loaded(snapshot.suspending(state.altered(), before), state.root(), state.altered());
        });
    }

    /** A number that changes when another connection has changed the registry. */
    public int version() throws SQLException {
        return SqlStatements.number(connection, "PRAGMA data_version");
    }

    /** Whether the file that is open is still the one in the data folder. */
    public boolean isInPlace() throws IOException {
        return Objects.equals(identity, identity(file));
    }

    /** Works alone: no other writer, in any process, comes between its statements. */
    public <T extends @Nullable Object> T alone(Work<T> work) {
        try {
            return transaction(connection, () -> work.on(connection));
        } catch (SQLException failed) {
            throw new Unusable("The registry could not be read or written: " + failed.getMessage(), failed);
        }
    }

    /** The same of work that changes rows: it sees to it that those are sealed and the change is on record. */
    public <T> T change(ChangeJournal journal, Change<T> change) {
        adopt(journal);
        return alone(connection -> change.on(connection, new SealedChange(connection, seal, journal)));
    }

    static <T extends @Nullable Object> T transaction(Connection connection, Step<T> step) throws SQLException {
        return transaction("BEGIN IMMEDIATE", connection, step);
    }

    private static <T extends @Nullable Object> T transaction(String begin, Connection connection, Step<T> step)
            throws SQLException {
        SqlStatements.run(connection, begin);
        boolean done = false;
        try {
            var result = step.take();
            demandPlain(connection);
            SqlStatements.run(connection, "COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                SqlStatements.run(connection, "ROLLBACK");
            }
        }
    }

    /** A trigger or a view can lose what is written without an error; inside the transaction nobody can add one. */
    private static void demandPlain(Connection connection) throws SQLException {
        var foreign = SqlStatements.rows(
                connection,
                row -> row.getString(1),
                "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view')");
        if (!foreign.isEmpty()) {
            throw new SQLException(
                    "it has something that does not belong there, which can lose or change what is written: "
                            + foreign.getFirst().replaceAll("[^A-Za-z0-9_ -]", "?"));
        }
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    static void quietly(@Nullable Connection connection) {
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
        quietly(connection);
    }

    /** Statements that belong together. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Statements that change sealed rows. */
    @FunctionalInterface
    public interface Change<T> {
        T on(Connection connection, SealedChange rows) throws SQLException;
    }

    @FunctionalInterface
    interface Step<T extends @Nullable Object> {
        T take() throws SQLException;
    }
}
