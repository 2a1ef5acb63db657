package io.facegate.registry;

import io.facegate.call.OlderDataFile;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretVault.Guard;
import io.facegate.storage.RegistryRoots;
import io.facegate.storage.SealPolicy;
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

/** The folder {@code held} of a data folder: a database and the key that its answers are sealed under. */
public final class HeldResponseFile implements AutoCloseable {
    private static final String FOLDER = "held";
    private static final String FILE = "held.db";

    /** What it is called on record. */
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
            RegistrySchema.listed(
                    "ALTER TABLE held ADD COLUMN version INTEGER",
                    "ALTER TABLE begun ADD COLUMN version INTEGER",
                    RegistrySchema.SIGNED)));

    private final ReentrantLock lock = new ReentrantLock();
    private final Path file;
    private final Connection connection;
    private final SecretVault vault;
    private final RowSeal seal;
    private final RegistrySeal reviewers;

    private HeldResponseFile(Path file, Connection connection, SecretVault vault, RowSeal seal) {
        this.file = file;
        this.connection = connection;
        this.vault = vault;
        this.seal = seal;
        this.reviewers = reviewers(vault);
    }

    static RegistrySeal reviewers(SecretVault vault) {
        return new RegistrySeal(RegistryRoots.REVIEWERS + vault.id(), vault.rows(), List.of(SealedTable.REVIEWER));
    }

    static Path folder(Path data) {
        return data.resolve(FOLDER);
    }

    static Path file(Path data) {
        return folder(data).resolve(FILE);
    }

    /** Whether a data folder has one. */
    public static boolean isIn(Path data) {
        return Files.exists(file(data));
    }

    /** Opens that of a data folder, and makes what is missing of it, by that policy of sealed rows. */
    public static HeldResponseFile open(Path data, SealPolicy policy) {
        var folder = folder(data);
        var file = file(data);
        PrivateFiles.folder(folder);
        PrivateFiles.ensure(file);
        Connection connection = null;
        try {
            connection = RegistryDatabase.connect(file);
            var opened = connection;
            SCHEMA.keepOlder(opened, file);
            var held = RegistryDatabase.transaction(opened, () -> {
                SCHEMA.ensure(opened, file);
                var vault = vault(opened, folder);
                var rows = new RowSeal(vault.rows(), STORE, policy, List.of(SealedTable.HELD, SealedTable.BEGUN));
                rows.open(opened, List.of(SealedTable.HELD));
                return new HeldResponseFile(file, opened, vault, rows);
            });
            connection = null;
            held.seal.committed();
            return held;
        } catch (SQLException notReadable) {
            throw new Unusable(file + " cannot be opened: " + notReadable.getMessage(), notReadable);
        } finally {
            RegistryDatabase.quietly(connection);
        }
    }

    /** A key that is gone is not made anew while something is sealed under it. */
    private static SecretVault vault(Connection connection, Path folder) throws SQLException {
        boolean sealed = SqlStatements.number(connection, "SELECT count(*) FROM held") > 0
                || SqlStatements.number(
                                connection,
                                "SELECT (SELECT count(*) FROM begun) + (SELECT count(*) FROM reviewer WHERE mac IS NOT"
                                        + " NULL)")
                        > 0;
        return sealed || SecretVault.exists(folder, Guard.HELD)
                ? SecretVault.open(folder, Guard.HELD)
                : SecretVault.create(folder, Guard.HELD);
    }

    /** Authenticates answers and beginnings. */
    public RowSeal seal() {
        return seal;
    }

    /** The reviewers' kind and id, as the ledger has it. */
    public String name() {
        return reviewers.name();
    }

    /** Seals what an earlier version wrote, once, the reviewers on record. */
    public @Nullable String adopt(ChangeJournal journal) {
        return alone(connection -> {
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
     * The reviewers that do not verify, such as {@code reviewer/hope/r.doe}.
     *
     * @throws Unusable when the list of them is not the one that the ledger knows
     */
    public Set<String> alteredReviewers(Connection connection, ChangeJournal journal) throws SQLException {
        var state = reviewers.check(connection);
        if (!journal.roots()
                .current(reviewers.name(), state.root(), journal.roots().count(reviewers.name()))) {
            throw new Unusable(
                    "The reviewers in " + file + " are not those that the ledger knows." + RegistryDatabase.WHAT_TO_DO);
        }
        return state.altered();
    }

    /** Seals the reviewers as they are, on record; who did not verify is no reviewer any more. */
    public Set<String> accept(ChangeJournal journal, Instant now) {
        return alone(connection -> {
            var unsound = reviewers.unsound(connection);
            for (var ref : unsound) {
                SqlStatements.run(
                        connection,
                        "UPDATE reviewer SET removed = coalesce(removed, ?) WHERE 'reviewer/' || organisation || '/'"
                                + " || id = ?",
                        now.getEpochSecond(),
                        ref);
            }
            reviewers.accept(connection, journal);
            return unsound;
        });
    }

    /** Puts the root of the reviewers on record as it is. */
    public void settle(ChangeJournal journal) {
        alone(connection -> reviewers.settle(connection, journal));
    }

    /** Works alone on reviewers: what is changed is sealed and on record. */
    public <T> T change(ChangeJournal journal, RegistryDatabase.Change<T> change) {
        return alone(connection -> {
            // The lock keeps the ledger's newest root from being another's while it is compared.
            alteredReviewers(connection, journal);
            return change.on(connection, new SealedChange(connection, reviewers, journal));
        });
    }

    public byte[] seal(String purpose, byte[] plain) {
        return vault.seal(purpose, plain);
    }

    public byte[] unseal(String purpose, byte[] sealed) {
        return vault.open(purpose, sealed);
    }

    /** Makes commitments to requests, which tell nothing of them. */
    public Mac committing() {
        return vault.committing("request");
    }

    /** Works alone: no other thread or process comes between its statements. */
    public <T extends @Nullable Object> T alone(RegistryDatabase.Work<T> work) {
        lock.lock();
        try {
            T done = RegistryDatabase.transaction(connection, () -> {
                seal.refresh(connection);
                return work.on(connection);
            });
            seal.committed();
            return done;
        } catch (SQLException failed) {
            throw new Unusable(file + " could not be read or written: " + failed.getMessage(), failed);
        } finally {
            lock.unlock();
        }
    }

    /** Empties the write-ahead log, where a deleted answer would linger; who reads meanwhile keeps it for a while. */
    public void flush() {
        lock.lock();
        try {
            SqlStatements.rows(connection, row -> row.getInt(1), "PRAGMA wal_checkpoint(TRUNCATE)");
            OlderDataFile.forget(file);
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
            RegistryDatabase.quietly(connection);
        } finally {
            lock.unlock();
        }
    }
}
