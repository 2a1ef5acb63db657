package io.facegate.engine.gallery;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.OlderDataFile;
import io.facegate.integrity.RowInventory;
import io.facegate.integrity.SealOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/** SQLite database of the galleries of one data folder: one connection, one user at a time, transactional. */
final class SqliteGalleryDatabase implements GalleryDatabase {
    private static final int VERSION = 5;

    /** First schema version with HMACs on galleries. */
    private static final int SEALED = 4;

    private static final String[] TABLES = {
        "CREATE TABLE gallery (key INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, name TEXT NOT NULL,"
                + " created INTEGER NOT NULL, purpose TEXT, mac BLOB, version INTEGER, enrolled INTEGER,"
                + " enrolled_sum BLOB, UNIQUE (owner, name)) STRICT",
        "CREATE TABLE face (key INTEGER PRIMARY KEY AUTOINCREMENT,"
                + " gallery INTEGER NOT NULL REFERENCES gallery ON DELETE CASCADE,"
                + " id TEXT NOT NULL UNIQUE, sealed BLOB NOT NULL, expires INTEGER) STRICT",
        "CREATE INDEX face_of_gallery ON face (gallery, key)",
        "CREATE INDEX face_by_expiry ON face (expires) WHERE expires IS NOT NULL"
    };

    /** Migration from version 2. */
    private static final String SINCE_TWO = "ALTER TABLE gallery ADD COLUMN purpose TEXT";

    /** Migration from version 3. */
    private static final String SINCE_THREE = "ALTER TABLE gallery ADD COLUMN mac BLOB";

    /** Migration from version 1. */
    private static final String[] SINCE_ONE = {
        "ALTER TABLE face ADD COLUMN expires INTEGER",
        "CREATE INDEX face_by_expiry ON face (expires) WHERE expires IS NOT NULL"
    };

    /** Migration from version 4, with the row inventory. */
    private static final String[] SINCE_FOUR = {
        "ALTER TABLE gallery ADD COLUMN version INTEGER",
        "ALTER TABLE gallery ADD COLUMN enrolled INTEGER",
        "ALTER TABLE gallery ADD COLUMN enrolled_sum BLOB"
    };

    private final ReentrantLock lock = new ReentrantLock();
    private final Connection connection;
    private final GallerySeal seal;
    private final GalleryCipher cipher;
    private final Path file;

    private SqliteGalleryDatabase(Connection connection, GallerySeal seal, GalleryCipher cipher, Path file) {
        this.file = file;
        this.connection = connection;
        this.seal = seal;
        this.cipher = cipher;
    }

    static SqliteGalleryDatabase open(Path file, GalleryCipher cipher, SealOptions policy) throws IOException {
        var seal = new GallerySeal(cipher.rows(), policy);
        GalleryCipher.createPrivate(file);
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // Exclusive to one process: templates are cached in memory, and two processes would miss each other's changes.
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.enforceForeignKeys(true);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        try {
            return openPrepared(
                    JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties()), seal, cipher, file);
        } catch (SQLException failed) {
            throw new IOException(
                    file + " cannot be opened: it is in use by another gateway, or it is not a gallery file of"
                            + " Facegate ("
                            + failed.getMessage() + ")");
        }
    }

    private static SqliteGalleryDatabase openPrepared(
            Connection connection, GallerySeal seal, GalleryCipher cipher, Path file) throws SQLException, IOException {
        var store = new SqliteGalleryDatabase(connection, seal, cipher, file);
        try {
            store.prepare(file);
            return store;
        } catch (SQLException | IOException failed) {
            connection.close();
            throw failed;
        }
    }

    private void prepare(Path file) throws SQLException, IOException {
        try (var statement = connection.createStatement()) {
            int version;
            // A backup requires that no statement is open.
            try (var said = statement.executeQuery("PRAGMA user_version")) {
                version = said.getInt(1);
            }
            if (version > VERSION) {
                throw new IOException(OlderDataFile.newerVersionMessage(file, Integer.toString(version), VERSION));
            }
            if (version > 0 && version < VERSION) {
                OlderDataFile.backUp(connection, file, version);
            }
            connection.setAutoCommit(false);
            for (var change : changes(version)) {
                statement.executeUpdate(change);
            }
            requirePlain(statement, file);
            boolean unsealed = version > 0 && version < SEALED;
            if (unsealed) {
                seal.requireAdoptable(this, file);
            }
            seal.open(this, unsealed);
            connection.commit();
            seal.markCommitted();
        }
    }

    /** Rejects triggers and views, which could silently lose writes. Nobody else can add one while the file is open. */
    private static void requirePlain(Statement statement, Path file) throws SQLException, IOException {
        try (var found = statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view')")) {
            if (found.next()) {
                throw new IOException(file + " has a trigger or a view, which does not belong there: it was changed.");
            }
        }
    }

    /** Migration statements; for a current file a no-op write, which proves that it is writable. */
    private static List<String> changes(int version) {
        var all = new ArrayList<String>();
        if (version == VERSION) {
            return List.of("UPDATE gallery SET name = name WHERE key = 0");
        }
        if (version == 0) {
            all.addAll(List.of(TABLES));
        } else {
            all.addAll(version < 2 ? List.of(SINCE_ONE) : List.of());
            all.addAll(version < 3 ? List.of(SINCE_TWO) : List.of());
            all.addAll(version < SEALED ? List.of(SINCE_THREE) : List.of());
            all.addAll(List.of(SINCE_FOUR));
        }
        all.addAll(RowInventory.TABLES);
        all.add("PRAGMA user_version = " + VERSION);
        return all;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public GallerySeal seal() {
        return seal;
    }

    @Override
    public GalleryCipher cipher() {
        return cipher;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    /** The file counts its keys itself. */
    @Override
    public @Nullable Long newKey() {
        return null;
    }

    @Override
    public boolean areFacesVerified(long gallery) throws SQLException {
        return seal.areFacesVerified(this, gallery);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return runExclusive(work);
    }

    @Override
    public <T extends @Nullable Object> T runExclusive(Work<T> work, Consumer<T> then) {
        lock.lock();
        try {
            seal.requireVerified();
            T result = work.run();
            connection.commit();
            seal.markCommitted();
            then.accept(result);
            return result;
        } catch (SQLException | RuntimeException | Error failed) {
            rollBack();
            FatalErrors.rethrow(failed);
            throw failed instanceof Fault fault ? fault : new Fault.ProviderDown("The galleries failed: " + failed);
        } finally {
            lock.unlock();
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException worse) {
            throw new Fault.ProviderDown("The galleries failed: " + worse);
        }
    }

    @Override
    public void beginNewer() {
        lock.lock();
        try {
            seal.begin(this);
            connection.commit();
            seal.markCommitted();
        } catch (SQLException failed) {
            rollBack();
            throw new Fault.ProviderDown("The galleries failed: " + failed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isBroken() {
        return seal.isBroken();
    }

    @Override
    public @Nullable String root() {
        lock.lock();
        try {
            return seal.root();
        } finally {
            lock.unlock();
        }
    }

    /** Truncates the write-ahead log, where deleted rows would remain. */
    @Override
    public void flush() {
        lock.lock();
        try {
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement();
                    var done = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                if (done.getInt(1) != 0) {
                    throw new Fault.ProviderDown("The galleries' log could not be emptied.");
                }
            } finally {
                connection.setAutoCommit(false);
            }
            OlderDataFile.deleteBackups(file);
        } catch (SQLException | IOException failed) {
            throw new Fault.ProviderDown("The galleries failed: " + failed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new Fault.ProviderDown("The galleries could not be closed: " + failed);
        } finally {
            lock.unlock();
        }
    }
}
