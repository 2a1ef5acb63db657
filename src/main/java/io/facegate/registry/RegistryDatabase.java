package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.RegistryRoots;
import io.facegate.registry.RegistryException.Incomplete;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open registry, in a file or in a database, and the vault of its secrets; for one thread at a time. */
public final class RegistryDatabase implements AutoCloseable {
    public static final String FILE = SqliteRegistryConnection.FILE;

    /** Advice for operators on an altered registry. */
    public static final String WHAT_TO_DO = RegistrySeal.WHAT_TO_DO;

    /** Tables administered by an operator. */
    static final List<SealedTable> TABLES = List.of(
            SealedTable.ORGANISATION,
            SealedTable.ACCESS_KEY,
            SealedTable.EVIDENCE,
            SealedTable.ISSUER,
            SealedTable.PERSON,
            SealedTable.SETTING,
            SealedTable.PROPOSAL,
            SealedTable.EXEMPTION,
            SealedTable.STOP,
            SealedTable.POLICIES);

    private final RegistryConnection connection;
    private final RegistryOpening access;
    private final boolean shared;
    private final Path folder;
    private final SecretCipher vault;
    private final RegistrySeal seal;

    private RegistryDatabase(RegistryConnection connection, RegistryAddress address, RegistryOpening access)
            throws SQLException {
        this.connection = connection;
        this.access = access;
        this.shared = address.isShared();
        this.folder = address.data();
        this.vault = access.vault(connection, address);
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
        return open(address, RegistryOpening.CHANGE);
    }

    /** As above for a gateway with that journal; the first time, creates missing parts of a folder's own. */
    static RegistryDatabase open(RegistryAddress address, ChangeJournal journal, boolean first) {
        if (journal.isReadOnly()) {
            return open(address, RegistryOpening.READ);
        }
        return first && !address.isShared() ? open(address) : open(address, RegistryOpening.FOLLOW);
    }

    static RegistryDatabase open(RegistryAddress address, RegistryOpening access) {
        address.requireRightPlace();
        RegistryConnection connection = null;
        try {
            connection = access.connect(address);
            var store = new RegistryDatabase(connection, address, access);
            store.requireNewestWrappedKey();
            if (address.isShared() && access != RegistryOpening.READ) {
                SharedRegistryMarker.readOrCreate(address.data());
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

    /** Opens the registry that is moved, though the folder may have the other place too. */
    static RegistryDatabase openForMove(RegistryAddress address) throws SQLException, IOException {
        var connection = RegistryOpening.CHANGE.connect(address);
        boolean open = false;
        try {
            var store = new RegistryDatabase(connection, address, RegistryOpening.CHANGE);
            store.requireNewestWrappedKey();
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
        return RegistryOpening.CHANGE.connect(address);
    }

    /** A repair of a registry that cannot be opened normally. */
    @FunctionalInterface
    interface Repair<T> {
        T run(Connection connection, @Nullable SecretCipher vault) throws SQLException;
    }

    /** Runs a repair in one transaction; its vault is null if the key is lost. */
    static <T> T repair(RegistryAddress address, Repair<T> repair) {
        address.requireRightPlace();
        boolean hasKey =
                SecretCipher.exists(address.data(), Guard.REGISTRY) || MasterKeyReference.exists(address.data());
        if (address.isShared() && !hasKey) {
            throw new Unusable("The data folder " + address.data() + " has no registry.key." + RegistryVault.SAME_KEY);
        }
        try (var connection = RegistryOpening.CHANGE.connect(address)) {
            return connection.writeAll(
                    writer -> repair.run(writer, hasKey ? RegistryVault.open(writer, address) : null));
        } catch (SQLException | IOException failed) {
            throw new Unusable(address + " could not be read or written: " + failed.getMessage(), failed);
        }
    }

    /** Issuers that verify, in one transaction with what does not. */
    Issuers issuers() {
        return runExclusive(connection -> {
            var none = new RegistrySeal.State("", Set.of(), Map.of());
            var rows = seal.exists(connection) ? seal.check(connection) : none;
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

    /** Verifies every row. */
    public Checked check() {
        return runExclusive(this::checked);
    }

    Checked checked(Connection reader) throws SQLException {
        var state = seal.check(reader);
        return new Checked(state.root(), MasterKeySetting.altered(reader, state));
    }

    /** The wrapped data key; null if the key stands in a file. */
    @Nullable
    WrappedDataKey wrappedKey() {
        return run(() -> connection.read(WrappedDataKey::find));
    }

    /** Requires that nobody put an older wrapped key back. */
    private void requireNewestWrappedKey() throws SQLException {
        if (MasterKeyReference.exists(folder)) {
            connection.read(reader -> {
                MasterKeySetting.requireMatch(reader, seal);
                return reader;
            });
        }
    }

    /** The root, and the rows that do not verify. */
    public record Checked(String root, Set<String> altered) {}

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
        return journal.isReadOnly() ? null : runExclusive(connection -> seal.adopt(connection, journal));
    }

    /** Stores the log's signed tree head in the head of the rows. */
    void remember(String signed) {
        runExclusive(connection -> {
            seal.remember(connection, signed);
            return signed;
        });
    }

    /** Records the current root in an exclusive transaction; voids any change recorded before but not applied. */
    public void recordRoot(ChangeJournal journal) {
        if (!journal.isReadOnly()) {
            runExclusive(connection -> seal.recordRoot(connection, journal));
        }
    }

    /**
     * Loads a snapshot in one transaction, from the very rows that were verified; rows that do not verify are ignored.
     *
     * @param before the previous snapshot; supplies organisations whose rows no longer verify, to keep them suspended
     */
    public VerifiedRegistryContent load(RegistrySnapshot before) throws SQLException {
        return connection.read(reader -> {
            var state = seal.check(reader);
            var snapshot = RegistrySnapshot.of(
                            state.rows(SealedTable.ORGANISATION).stream()
                                    .map(OrganisationRows::of)
                                    .toList(),
                            KeyRows.active(state.rows(SealedTable.ACCESS_KEY), vault),
                            EvidenceRows.active(state.rows(SealedTable.EVIDENCE)),
                            IssuerRows.active(state.rows(SealedTable.ISSUER)))
                    .withOversight(state);
            var altered = MasterKeySetting.altered(reader, state);
            if (altered.equals(state.altered()) && access != RegistryOpening.READ) {
                new WrappedVault(folder).adoptSealed(state);
            }
            return new VerifiedRegistryContent(
                    snapshot.withSuspended(altered, before), state.root(), altered, vault.consoleKey());
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

    /** Runs a transaction that sees one moment, and waits for nobody. */
    <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        return connection.read(work);
    }

    /** Runs an exclusive transaction: no other writer in any process can interleave. */
    public <T extends @Nullable Object> T runExclusive(Work<T> work) {
        return run(() -> connection.write(work));
    }

    /** As above, for everything in the database that its key seals. */
    <T extends @Nullable Object> T runExclusiveOnAll(Work<T> work) {
        return run(() -> connection.writeAll(work));
    }

    private static <T extends @Nullable Object> T run(Step<T> step) {
        try {
            return step.run();
        } catch (SQLException failed) {
            throw new Unusable("The registry could not be read or written: " + failed.getMessage(), failed);
        }
    }

    /** As above for a change of rows, which must seal them and record the change. */
    public <T> T change(ChangeJournal journal, Change<T> change) {
        return change(journal, connection -> connection, change);
    }

    /** As above; what is written first stays if the change becomes a proposal. */
    <T> T change(ChangeJournal journal, Work<?> first, Change<T> change) {
        // A change of a shared registry has two records: that it is made, and that it was applied.
        try (var _ = shared ? journal.keepOpen(() -> run(() -> read(PersonAuthorization.used(seal)))) : null) {
            adopt(journal);
            var changed = runExclusive(connection -> {
                first.run(connection);
                return changeOrPropose(connection, journal, change);
            });
            if (shared && changed.roots != null) {
                recordApplied(journal, changed.roots, changed.proposed == null ? "change" : "proposal");
            }
            if (changed.proposed != null) {
                throw changed.proposed;
            }
            return java.util.Objects.requireNonNull(changed.result);
        }
    }

    /** What fails here is told as what it is: the change was committed. */
    private void recordApplied(ChangeJournal journal, RegistryRoots written, String what) {
        try {
            connection.write(reader -> seal.recordApplied(reader, journal, written));
        } catch (SQLException | Fault failed) {
            throw new Incomplete(
                    "The " + what + " was made and is on record; that it was applied could not be recorded. Look at the"
                            + " entry before you repeat it. (" + failed.getMessage() + ")",
                    failed);
        }
    }

    /** Reads verified rows in an exclusive transaction. */
    <T> T runSealed(ChangeJournal journal, SealedRead<T> read) {
        adopt(journal);
        return runExclusive(connection -> read.run(new SealedChange(connection, seal, journal)));
    }

    /** Requires that the person of the journal may do an act, and in this way; changes nothing. */
    void requireAllowed(ChangeJournal journal, String act) {
        runExclusive(connection -> {
            PersonAuthorization.read(connection, seal).require(journal, act);
            return act;
        });
    }

    /** What is read from verified rows. */
    @FunctionalInterface
    interface SealedRead<T> {
        T run(SealedChange rows) throws SQLException;
    }

    /** Makes the change, or undoes all of it and keeps it as a proposal, if it takes two people. */
    private <T> Changed<T> changeOrPropose(Connection connection, ChangeJournal journal, Change<T> change)
            throws SQLException {
        var rows = new SealedChange(connection, seal, journal);
        SqlStatements.run(connection, "SAVEPOINT before_change");
        try {
            return new Changed<>(change.run(connection, rows), rows.written(), null);
        } catch (ApprovalRequired required) {
            SqlStatements.run(connection, "ROLLBACK TO SAVEPOINT before_change");
            var proposing = new SealedChange(connection, seal, journal);
            var made = ProposalRegister.propose(connection, proposing, required.wanted(), Instant.now());
            return new Changed<>(null, proposing.written(), made);
        }
    }

    private record Changed<T>(
            @Nullable T result,
            @Nullable RegistryRoots roots,
            @Nullable ProposalMade proposed) {}

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
