package io.facegate.registry;

import io.facegate.call.Digests;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The folder {@code held} of a data folder: the database of held responses and its encryption key. */
public final class HeldResponseFile implements HeldResponseTable {
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
                    RegistrySchema.SIGNED),
            List.of("CREATE TABLE held_key (id TEXT PRIMARY KEY, sealed BLOB NOT NULL, mac BLOB, version INTEGER)"
                    + " STRICT"),
            List.of(RegistrySchema.CHANGES)));

    /** The tables that an inventory lists. */
    static final List<SealedTable> TABLES = List.of(SealedTable.HELD, SealedTable.BEGUN, SealedTable.HELD_KEY);

    /** Purpose of the key that commitments are made with. */
    static final String COMMITMENTS = "request";

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
                var rows = new RowSeal(vault.rows(), STORE, policy, TABLES);
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

    /** Opens the file for rows that are moved there, newer than any that is on record. */
    static HeldResponseFile begin(Path data, SealOptions policy) {
        var file = open(data, policy);
        boolean done = false;
        try {
            file.runExclusive(connection -> {
                boolean empty = !HeldResponseRows.existAny(connection);
                if (empty && file.seal.isBroken()) {
                    file.seal.begin(connection);
                }
                return empty;
            });
            done = true;
            return file;
        } finally {
            if (!done) {
                file.close();
            }
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

    @Override
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

    @Override
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

    @Override
    public void recordRoot(ChangeJournal journal) {
        runExclusive(connection -> reviewers.recordRoot(connection, journal));
    }

    @Override
    public Reviewer writeReviewer(ChangeJournal journal, String act, RegistryDatabase.Work<Reviewer> work) {
        return runExclusive(connection -> {
            // The lock prevents another change of the recorded root during the comparison.
            alteredReviewers(connection, journal);
            var change = new SealedChange(connection, reviewers, journal);
            var reviewer = work.run(connection);
            var organisation = reviewer.organisation();
            change.findVerified(SealedTable.REVIEWER, organisation, reviewer.id());
            HeldResponseRows.write(connection, reviewer);
            change.record(act, organisation, reviewer.id(), SealedTable.REVIEWER, organisation, reviewer.id());
            return reviewer;
        });
    }

    @Override
    public byte[] seal(String purpose, byte[] plain) {
        return vault.seal(purpose, plain);
    }

    @Override
    public byte[] unseal(String purpose, byte[] sealed) {
        return vault.open(purpose, sealed);
    }

    @Override
    public List<Mac> commitmentMacs(Connection connection) throws SQLException {
        var all = new ArrayList<>(List.of(vault.commitmentMac(COMMITMENTS)));
        for (var key : keys(connection).values()) {
            all.add(Digests.newHmacSha256(key));
        }
        return all;
    }

    /** The commitment keys of rows that were moved here. */
    private Map<String, byte[]> keys(Connection connection) throws SQLException {
        return HeldResponseRows.keys(connection, seal, this::unseal);
    }

    /** Names the folder; it follows from its key. */
    String id() {
        return vault.id();
    }

    /** All commitment keys by their ids, for a move; the file's own is the newest. */
    Map<String, byte[]> allKeys(Connection connection) throws SQLException {
        var all = new LinkedHashMap<>(keys(connection));
        all.put(vault.id(), vault.commitmentKey(COMMITMENTS));
        return all;
    }

    @Override
    public <T extends @Nullable Object> T read(RegistryDatabase.Work<T> work) {
        return runExclusive(work);
    }

    @Override
    public @Nullable String root() {
        return runExclusive(connection -> seal.root());
    }

    @Override
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
    @Override
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
