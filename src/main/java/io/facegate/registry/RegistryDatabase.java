package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** An open registry, in a file or in a database, and the vault of its secrets; for one thread at a time. */
public final class RegistryDatabase implements AutoCloseable {
    public static final String FILE = SqliteRegistryConnection.FILE;

    /** Advice for operators on an altered registry. */
    public static final String WHAT_TO_DO = RegistrySeal.WHAT_TO_DO;

    private static final String PROOF = "proof";
    private static final byte[] PROOF_TEXT = "sealed with this key".getBytes(StandardCharsets.US_ASCII);

    /** Tables administered by an operator. */
    static final List<SealedTable> TABLES =
            List.of(SealedTable.ORGANISATION, SealedTable.ACCESS_KEY, SealedTable.EVIDENCE, SealedTable.ISSUER);

    private static final String SAME_KEY =
            " Every gateway needs the same key. Copy it from the data folder of another gateway: facegate gateway join"
                    + " --from DIR --to DIR.";

    private final RegistryConnection connection;
    private final boolean shared;
    private final SecretCipher vault;
    private final RegistrySeal seal;

    private RegistryDatabase(RegistryConnection connection, boolean shared, SecretCipher vault) {
        this.connection = connection;
        this.shared = shared;
        this.vault = vault;
        this.seal = seal(vault, connection.dialect());
    }

    static RegistrySeal seal(SecretCipher vault, RegistrySchemaCheck dialect) {
        return new RegistrySeal(RegistryRoots.REGISTRY + vault.id(), vault.rows(), TABLES, dialect);
    }

    /** Opens the registry; creates missing parts of a folder's own. */
    public static RegistryDatabase open(RegistryAddress address) {
        PrivateFiles.folder(address.data());
        address.requireRightPlace();
        if (!address.isShared()) {
            PrivateFiles.createIfMissing(address.file());
        }
        return openExisting(address);
    }

    /** Opens an existing registry. */
    public static RegistryDatabase openExisting(RegistryAddress address) {
        return open(address, false);
    }

    /** As above for a gateway, which follows the changes of others. */
    static RegistryDatabase follow(RegistryAddress address) {
        return open(address, true);
    }

    private static RegistryDatabase open(RegistryAddress address, boolean follows) {
        address.requireRightPlace();
        RegistryConnection connection = null;
        try {
            connection = connect(address, follows);
            var store = new RegistryDatabase(connection, address.isShared(), vault(connection, address));
            if (address.isShared()) {
                SharedRegistryMark.readOrCreate(address.data());
            }
            connection = null;
            return store;
        } catch (SQLException | IOException notReadable) {
            throw new Unusable(address + " cannot be opened as a registry: " + notReadable.getMessage(), notReadable);
        } finally {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private static RegistryConnection connect(RegistryAddress address, boolean follows)
            throws SQLException, IOException {
        var database = address.database();
        if (database == null) {
            return SqliteRegistryConnection.open(address.data());
        }
        return follows ? PostgresRegistryConnection.follow(database) : PostgresRegistryConnection.open(database);
    }

    /** Opens the registry that is moved, though the folder may have the other place too. */
    static RegistryDatabase openForMove(RegistryAddress address) throws SQLException, IOException {
        var connection = connect(address, false);
        boolean open = false;
        try {
            var store = new RegistryDatabase(connection, address.isShared(), vault(connection, address));
            open = true;
            return store;
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }

    /** Connects to the place that a registry is moved to; a missing file is made. */
    static RegistryConnection connectForMove(RegistryAddress address) throws SQLException, IOException {
        if (!address.isShared()) {
            PrivateFiles.createIfMissing(address.file());
        }
        return connect(address, false);
    }

    /** Copies the proof of the key that sealed the rows. */
    static void copyProof(Connection from, Connection to) throws SQLException {
        var proof = SqlStatements.rows(from, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        writeProof(to, proof.getFirst());
    }

    /** True if the registry of a data folder has the current schema and is sealed; changes nothing. */
    public static boolean isCurrent(Path folder) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(SqliteRegistryConnection.BUSY_MILLIS);
        try (var connection = config.createConnection("jdbc:sqlite:" + folder.resolve(FILE))) {
            return RegistrySchema.REGISTRY.version(connection)
                            == RegistrySchema.REGISTRY.versions().size()
                    && SqlStatements.number(connection, "SELECT count(*) FROM seal_head") > 0;
        } catch (SQLException unreadable) {
            throw new Unusable(folder.resolve(FILE) + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Opens the vault. Only a new registry needs a transaction that excludes others. */
    private static SecretCipher vault(RegistryConnection connection, RegistryAddress address) throws SQLException {
        boolean proved = connection.read(reader -> SqlStatements.number(reader, "SELECT count(*) FROM vault") > 0);
        return proved && address.isShared()
                ? connection.read(reader -> vault(reader, address))
                : connection.write(writer -> vault(writer, address));
    }

    /** Opens the vault and proves that it sealed the secrets; creates a new one if nothing was sealed yet. */
    private static SecretCipher vault(Connection connection, RegistryAddress address) throws SQLException {
        var folder = address.data();
        var proofs = SqlStatements.rows(connection, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        boolean sealed = SqlStatements.number(connection, "SELECT count(*) FROM access_key WHERE revoked IS NULL") > 0
                || SqlStatements.number(connection, "SELECT length(manifest) FROM seal_head") > 0;
        if (!proofs.isEmpty() && address.isShared()) {
            return sharedVault(address, proofs.getFirst());
        }
        if (!proofs.isEmpty() && (sealed || SecretCipher.exists(folder, Guard.REGISTRY))) {
            return SealKeyRotation.openValid(folder, vault -> requireProof(vault, proofs.getFirst()));
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

    private static void requireProof(SecretCipher vault, byte[] proof) {
        if (!Arrays.equals(vault.open(PROOF, proof), PROOF_TEXT)) {
            throw new Unusable("The registry's vault has unexpected contents.");
        }
    }

    /** Opens the vault of a registry that was sealed by the first gateway; every other one needs the same key. */
    private static SecretCipher sharedVault(RegistryAddress address, byte[] proof) {
        var folder = address.data();
        if (!SecretCipher.exists(folder, Guard.REGISTRY)) {
            throw new Unusable("The data folder " + folder + " has no registry.key, and the registry in the database"
                    + " is sealed under one." + SAME_KEY);
        }
        // A key file that others can read, or that is none, has a sentence of its own.
        SecretCipher.open(folder, Guard.REGISTRY);
        try {
            return SealKeyRotation.openValid(folder, vault -> requireProof(vault, proof));
        } catch (Unusable other) {
            throw new Unusable(
                    "The registry.key in " + folder + " is not the one that sealed the registry in the database."
                            + SAME_KEY,
                    other);
        }
    }

    /** A repair of a registry that cannot be opened normally. */
    @FunctionalInterface
    interface Repair<T> {
        T run(Connection connection, @Nullable SecretCipher vault) throws SQLException;
    }

    /** Runs a repair in one transaction; its vault is null if the key is lost. */
    static <T> T repair(RegistryAddress address, Repair<T> repair) {
        address.requireRightPlace();
        boolean hasKey = SecretCipher.exists(address.data(), Guard.REGISTRY);
        if (address.isShared() && !hasKey) {
            throw new Unusable("The data folder " + address.data() + " has no registry.key." + SAME_KEY);
        }
        try (var connection = connect(address, false)) {
            return connection.write(writer -> repair.run(writer, hasKey ? vault(writer, address) : null));
        } catch (SQLException | IOException failed) {
            throw new Unusable(address + " could not be read or written: " + failed.getMessage(), failed);
        }
    }

    /** Issuers that verify, in one transaction with what does not. */
    Issuers issuers() {
        return runExclusive(connection -> {
            var rows =
                    seal.exists(connection) ? seal.check(connection) : new RegistrySeal.State("", Set.of(), Map.of());
            var marker = SealedTable.ISSUER.ref(IssuerRows.LOOKED_AT);
            boolean initialized = rows.rows(SealedTable.ISSUER).stream()
                    .anyMatch(row -> row.text("id").equals(IssuerRows.LOOKED_AT));
            return new Issuers(
                    IssuerRows.entries(rows.rows(SealedTable.ISSUER)),
                    initialized,
                    rows.altered().contains(marker));
        });
    }

    /**
     * The issuers that verify.
     *
     * @param initialized whether the first start has accepted the issuers that it found
     * @param lost whether the row that says so was changed or deleted
     */
    record Issuers(List<IssuerEntry> sound, boolean initialized, boolean lost) {}

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
        writeProof(connection, vault.seal(PROOF, PROOF_TEXT));
    }

    private static void writeProof(Connection connection, byte[] proof) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO vault (\"only\", proof) VALUES (1, ?) ON CONFLICT (\"only\") DO UPDATE SET proof ="
                        + " excluded.proof",
                proof);
    }

    public SecretCipher vault() {
        return vault;
    }

    /** True if other gateways may change it too. */
    boolean isShared() {
        return shared;
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
     * Loads a snapshot in one transaction, from the very rows that were verified; rows that do not verify are ignored.
     *
     * @param before the previous snapshot; supplies organisations whose rows no longer verify, to keep them suspended
     */
    public Loaded load(RegistrySnapshot before) throws SQLException {
        return connection.read(reader -> {
            var state = seal.check(reader);
            var snapshot = RegistrySnapshot.of(
                    state.rows(SealedTable.ORGANISATION).stream()
                            .map(OrganisationRows::of)
                            .toList(),
                    KeyRows.active(state.rows(SealedTable.ACCESS_KEY), vault),
                    EvidenceRows.active(state.rows(SealedTable.EVIDENCE)),
                    IssuerRows.active(state.rows(SealedTable.ISSUER)));
            return new Loaded(snapshot.withSuspended(state.altered(), before), state.root(), state.altered());
        });
    }

    /** A number that changes when somebody else has changed the registry. */
    public long version() throws SQLException {
        return connection.version();
    }

    /** Waits until somebody may have changed the registry, at most that long; returns at once where it cannot wait. */
    void awaitChange(int millis) throws SQLException {
        connection.awaitChange(millis);
    }

    /** True if what is open is still this gateway's registry. */
    public boolean isInPlace() throws IOException {
        return connection.isInPlace();
    }

    RegistrySchemaCheck dialect() {
        return connection.dialect();
    }

    /** Verifies every row in a transaction that waits for nobody. */
    Checked verifyRows() throws SQLException {
        return connection.read(reader -> {
            var state = seal.check(reader);
            return new Checked(state.root(), state.altered());
        });
    }

    /** Runs an exclusive transaction: no other writer in any process can interleave. */
    public <T extends @Nullable Object> T runExclusive(Work<T> work) {
        try {
            return connection.write(work);
        } catch (SQLException failed) {
            throw new Unusable("The registry could not be read or written: " + failed.getMessage(), failed);
        }
    }

    /** As above for a change of rows, which must seal them and record the change. */
    public <T> T change(ChangeJournal journal, Change<T> change) {
        adopt(journal);
        return runExclusive(connection -> change.run(connection, new SealedChange(connection, seal, journal)));
    }

    @Override
    public void close() {
        connection.close();
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
