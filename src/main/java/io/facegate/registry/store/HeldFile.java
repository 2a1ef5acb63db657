package io.facegate.registry.store;

import io.facegate.registry.RegistryTrouble.Unusable;
import io.facegate.registry.store.Vault.Guard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;

/** The folder {@code held} of a data folder: a database and the key that its answers are sealed under. */
public final class HeldFile implements AutoCloseable {
    private static final String FOLDER = "held";
    private static final String FILE = "held.db";
    private static final Schema SCHEMA = new Schema(List.of(
            List.of("""
            CREATE TABLE held (
              id TEXT PRIMARY KEY, request BLOB NOT NULL UNIQUE, organisations TEXT NOT NULL, provider TEXT NOT NULL,
              operation TEXT NOT NULL, purpose TEXT, created INTEGER NOT NULL, expires INTEGER NOT NULL,
              required INTEGER NOT NULL, results INTEGER NOT NULL, rejected_by TEXT, rejected INTEGER, reason TEXT,
              bytes INTEGER NOT NULL, sealed BLOB NOT NULL, scores BLOB NOT NULL) STRICT""", """
            CREATE TABLE approval (
              held TEXT NOT NULL REFERENCES held(id) ON DELETE CASCADE, reviewer TEXT NOT NULL,
              given INTEGER NOT NULL, PRIMARY KEY (held, reviewer)) STRICT""", """
            CREATE TABLE reviewer (
              organisation TEXT NOT NULL, id TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER,
              PRIMARY KEY (organisation, id)) STRICT""", "CREATE TABLE begun (matter BLOB PRIMARY KEY, first INTEGER NOT NULL) STRICT")));

    private final ReentrantLock lock = new ReentrantLock();
    private final Path file;
    private final Connection connection;
    private final Vault vault;

    private HeldFile(Path file, Connection connection, Vault vault) {
        this.file = file;
        this.connection = connection;
        this.vault = vault;
    }

    /** Whether a data folder has one. */
    public static boolean isIn(Path data) {
        return Files.exists(data.resolve(FOLDER).resolve(FILE));
    }

    /** Opens that of a data folder, and makes what is missing of it. */
    public static HeldFile open(Path data) {
        var folder = data.resolve(FOLDER);
        var file = folder.resolve(FILE);
        PrivateFiles.folder(folder);
        PrivateFiles.ensure(file);
        Connection connection = null;
        try {
            connection = Store.connect(file);
            var opened = connection;
            var vault = Store.transaction(opened, () -> {
                SCHEMA.ensure(opened, file);
                return vault(opened, folder);
            });
            connection = null;
            return new HeldFile(file, opened, vault);
        } catch (SQLException notReadable) {
            throw new Unusable(file + " cannot be opened: " + notReadable.getMessage(), notReadable);
        } finally {
            Store.quietly(connection);
        }
    }

    /** A key that is gone is not made anew while something is sealed under it. */
    private static Vault vault(Connection connection, Path folder) throws SQLException {
        boolean sealed = Sql.number(connection, "SELECT count(*) FROM held") > 0;
        return sealed || Vault.exists(folder, Guard.HELD)
                ? Vault.open(folder, Guard.HELD)
                : Vault.create(folder, Guard.HELD);
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
    public <T> T alone(Store.Work<T> work) {
        lock.lock();
        try {
            return Store.transaction(connection, () -> work.on(connection));
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
            Sql.rows(connection, row -> row.getInt(1), "PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException failed) {
            throw new Unusable(file + " could not be emptied of what was deleted: " + failed.getMessage(), failed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            Store.quietly(connection);
        } finally {
            lock.unlock();
        }
    }
}
