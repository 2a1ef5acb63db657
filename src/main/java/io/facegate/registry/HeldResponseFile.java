package io.facegate.registry;

import io.facegate.call.OlderDataFile;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The folder {@code held} of a data folder: the database of held responses and its encryption key. */
public final class HeldResponseFile implements AutoCloseable {
    private static final String FOLDER = "held";
    private static final String FILE = "held.db";

    /** Name of the store in records. */
    public static final String STORE = "held";

    private static final RegistrySchema SCHEMA = new RegistrySchema(List.of(
            List.of("""
                CREATE TABLE held (
                  id TEXT PRIMARY KEY, request BLOB NOT NULL UNIQUE, organisations TEXT NOT NULL, provider TEXT NOT NULL,
                  operation TEXT NOT NULL, purpose TEXT, created INTEGER NOT NULL, expires INTEGER NOT NULL,
                  required INTEGER NOT NULL, results INTEGER NOT NULL, rejected_by TEXT, rejected INTEGER, reason TEXT,
                  bytes INTEGER NOT NULL, sealed BLOB NOT NULL, scores BLOB NOT NULL) STRICT\
                """, """
                CREATE TABLE approval (
                  held TEXT NOT NULL REFERENCES held(id) ON DELETE CASCADE, reviewer TEXT NOT NULL,
                  given INTEGER NOT NULL, PRIMARY KEY (held, reviewer)) STRICT\
                """, """
                CREATE TABLE reviewer (
                  organisation TEXT NOT NULL, id TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER,
                  PRIMARY KEY (organisation, id)) STRICT\
                """, "CREATE TABLE begun (matter BLOB PRIMARY KEY, first INTEGER" + " NOT NULL) STRICT"),
            List.of(
                    "ALTER TABLE held ADD COLUMN mac BLOB",
                    "ALTER TABLE begun ADD COLUMN mac BLOB",
                    "ALTER TABLE reviewer ADD COLUMN version INTEGER",
                    "ALTER TABLE reviewer ADD COLUMN mac BLOB",
                    RegistrySchema.SEAL_HEAD),
            RegistrySchema.withInventory(
                    "ALTER TABLE held ADD COLUMN version INTEGER",
                    "ALTER TABLE begun ADD COLUMN version INTEGER",
                    RegistrySchema.SIGNED)));

    private final ReentrantLock lock = new ReentrantLock();
    private final Path file;
    private final Connection connection;
    private final SecretCipher vault;
    private final RowSeal seal;
    private final RegistrySeal reviewers;

    private HeldResponseFile(Path file, Connection connection, SecretCipher vault, RowSeal seal) {
        this.file = file;
        this.connection = connection;
        this.vault = vault;
        this.seal = seal;
        this.reviewers = reviewers(vault);
    }

    static RegistrySeal reviewers(SecretCipher vault) {
        return new RegistrySeal(
                RegistryRoots.REVIEWERS + vault.id(),
                vault.rows(),
                List.of(SealedTable.REVIEWER),
                SqliteRegistryConnection.DIALECT);
    }

    static Path folder(Path data) {
        return data.resolve(FOLDER);
    }

    static Path file(Path data) {
        return folder(data).resolve(FILE);
    }

    /** True if the data folder has one. */
    public static boolean isIn(Path data) {
        return Files.exists(file(data));
    }

    /** Opens it with that seal policy; creates missing parts. */
    public static HeldResponseFile open(Path data, SealOptions policy) {
        var folder = folder(data);
        var file = file(data);
        PrivateFiles.folder(folder);
        PrivateFiles.createIfMissing(file);
        Connection connection = null;
        try {
            connection = SqliteRegistryConnection.connect(file);
            var opened = connection;
            SCHEMA.backUpOlder(opened, file);
            var held = SqliteRegistryConnection.transaction(opened, () -> {
                SCHEMA.createTables(opened, file);
                var vault = vault(opened, folder);
                var rows = new RowSeal(vault.rows(), STORE, policy, List.of(SealedTable.HELD, SealedTable.BEGUN));
                rows.open(opened, List.of(SealedTable.HELD));
                return new HeldResponseFile(file, opened, vault, rows);
            });
            connection = null;
            held.seal.markCommitted();
            return held;
        } catch (SQLException notReadable) {
            throw new Unusable(file + " cannot be opened: " + notReadable.getMessage(), notReadable);
        } finally {
            SqliteRegistryConnection.closeQuietly(connection);
        }
    }

    /** Opens or creates the key. A missing key is not replaced while data is sealed under it. */
    private static SecretCipher vault(Connection connection, Path folder) throws SQLException {
        boolean sealed = SqlStatements.number(connection, "SELECT count(*) FROM held") > 0
                || SqlStatements.number(
                                connection,
                                "SELECT (SELECT count(*) FROM begun) + (SELECT count(*) FROM reviewer WHERE mac IS NOT"
                                        + " NULL)")
                        > 0;
        return sealed || SecretCipher.exists(folder, Guard.HELD)
                ? SecretCipher.open(folder, Guard.HELD)
                : SecretCipher.create(folder, Guard.HELD);
    }

    /** The seal of held responses and of first uses of cases. */
    public RowSeal seal() {
        return seal;
    }

    /** Seals the rows of an earlier version, once; the reviewers' root is recorded. */
    public @Nullable String adopt(ChangeJournal journal) {
        return runExclusive(connection -> {
            boolean first = !reviewers.exists(connection);
            var root = reviewers.adopt(connection, journal);
            if (first) {
                seal.sealAll(connection, SealedTable.HELD);
                seal.sealAll(connection, SealedTable.BEGUN);
            }
            return root;
        });
    }

    /**
     * Returns the reviewers that do not verify, such as {@code reviewer/hope/r.doe}.
     *
     * @throws Unusable if the list is not the one known to the ledger
     */
    public Set<String> alteredReviewers(Connection connection, ChangeJournal journal) throws SQLException {
        var state = reviewers.check(connection);
        if (!journal.roots()
                .isCurrent(reviewers.name(), state.root(), journal.roots().count(reviewers.name()))) {
            throw new Unusable(
                    "The reviewers in " + file + " are not those that the ledger knows." + RegistryDatabase.WHAT_TO_DO);
        }
        return state.altered();
    }

    /** Seals the reviewers as they are, on record; those who did not verify are removed. */
    public Set<String> accept(ChangeJournal journal, Instant now) {
        return runExclusive(connection -> {
            var found = reviewers.findAltered(connection);
            var unsound = found.altered();
            for (var ref : unsound) {
                SqlStatements.run(
                        connection,
                        "UPDATE reviewer SET removed = coalesce(removed, ?) WHERE 'reviewer/' || organisation || '/'"
                                + " || id = ?",
                        now.getEpochSecond(),
                        ref);
            }
            reviewers.accept(connection, journal, found);
            return unsound;
        });
    }

    /** Records the reviewers' current root. */
    public void recordRoot(ChangeJournal journal) {
        runExclusive(connection -> reviewers.recordRoot(connection, journal));
    }

    /** Changes reviewers in an exclusive transaction; the changes are sealed and recorded. */
    public <T> T change(ChangeJournal journal, RegistryDatabase.Change<T> change) {
        return runExclusive(connection -> {
            // The lock prevents another change of the recorded root during the comparison.
            alteredReviewers(connection, journal);
            return change.run(connection, new SealedChange(connection, reviewers, journal));
        });
    }

    public byte[] seal(String purpose, byte[] plain) {
        return vault.seal(purpose, plain);
    }

    public byte[] unseal(String purpose, byte[] sealed) {
        return vault.open(purpose, sealed);
    }

    /** MAC for commitments to requests, which reveal nothing about them. */
    public Mac commitmentMac() {
        return vault.commitmentMac("request");
    }

    /** Runs an exclusive transaction: no other thread or process can interleave. */
    public <T extends @Nullable Object> T runExclusive(RegistryDatabase.Work<T> work) {
        lock.lock();
        try {
            T done = SqliteRegistryConnection.transaction(connection, () -> {
                seal.refresh(connection);
                return work.run(connection);
            });
            seal.markCommitted();
            return done;
        } catch (SQLException failed) {
            throw new Unusable(file + " could not be read or written: " + failed.getMessage(), failed);
        } finally {
            lock.unlock();
        }
    }

    /** Truncates the write-ahead log, where deleted responses would remain; a concurrent reader delays this. */
    public void flush() {
        lock.lock();
        try {
            SqlStatements.rows(connection, row -> row.getInt(1), "PRAGMA wal_checkpoint(TRUNCATE)");
            OlderDataFile.deleteBackups(file);
        } catch (SQLException | IOException failed) {
            throw new Unusable(file + " could not be emptied of what was deleted: " + failed.getMessage(), failed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            SqliteRegistryConnection.closeQuietly(connection);
        } finally {
            lock.unlock();
        }
    }
}
