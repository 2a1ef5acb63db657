package io.facegate.registry;

import io.facegate.integrity.SealOptions;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The database {@code handles.db} of a data folder: registered vendor resources. */
public final class ResourceFile implements ResourceTable {
    public static final String FILE = "handles.db";

    /** Name of the store in records. */
    public static final String STORE = "handles";

    private static final List<String> MACS = List.of("ALTER TABLE handle ADD COLUMN mac BLOB");
    private static final RegistrySchema SCHEMA = new RegistrySchema(List.of(
            List.of(
                    """
                    CREATE TABLE handle (
                      provider TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, organisation TEXT NOT NULL, purpose TEXT,
                      capabilities TEXT NOT NULL, threshold REAL, use TEXT NOT NULL, token TEXT NOT NULL,
                      decision TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER,
                      PRIMARY KEY (provider, kind, id)) STRICT\
                    """,
                    "CREATE INDEX handle_over ON handle (expires)",
                    "CREATE INDEX handle_whose ON handle (organisation, kind, created)"),
            MACS,
            RegistrySchema.withInventory("ALTER TABLE handle ADD COLUMN version INTEGER")));

    private final ReentrantLock lock = new ReentrantLock();
    private final Path file;
    private final Connection connection;
    private final RowSeal seal;
    private final String id;

    private ResourceFile(Path file, Connection connection, RowSeal seal, String id) {
        this.file = file;
        this.connection = connection;
        this.seal = seal;
        this.id = id;
    }

    /** Opens the database of a data folder; creates it if missing. */
    public static ResourceFile open(Path data, SealOptions policy) {
        var file = data.resolve(FILE);
        PrivateFiles.folder(data);
        PrivateFiles.createIfMissing(file);
        Connection connection = null;
        try {
            connection = SqliteRegistryConnection.connect(file);
            var opened = connection;
            SCHEMA.backUpOlder(opened, file);
            var resources = SqliteRegistryConnection.transaction(opened, () -> {
                boolean before = SCHEMA.version(opened) == 1;
                SCHEMA.createTables(opened, file);
                var tables = List.of(SealedTable.HANDLE);
                var vault = vault(opened, data, before, policy);
                var rows = new RowSeal(vault.rows(), STORE, policy, tables);
                rows.open(opened, tables);
                if (before) {
                    rows.sealAll(opened, SealedTable.HANDLE);
                }
                return new ResourceFile(file, opened, rows, vault.id());
            });
            connection = null;
            resources.seal.markCommitted();
            return resources;
        } catch (SQLException notReadable) {
            throw new Unusable(file + " cannot be opened: " + notReadable.getMessage(), notReadable);
        } finally {
            SqliteRegistryConnection.closeQuietly(connection);
        }
    }

    /** Opens the file without rows, newer than any that is on record. */
    static ResourceFile begin(Path data, SealOptions policy) throws SQLException {
        var file = open(data, policy);
        boolean done = false;
        try {
            file.write(writer -> {
                var keys = SealedTable.HANDLE.keys(writer);
                if (keys.isEmpty() && file.seal.isBroken()) {
                    file.seal.begin(writer);
                }
                for (var key : keys) {
                    file.seal.remove(writer, SealedTable.HANDLE, key);
                    SealedTable.HANDLE.delete(writer, key);
                }
                return keys;
            });
            done = true;
            return file;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /** Opens the key; creates it only if no row is sealed under it. An existing key never adopts unsealed rows. */
    private static SecretCipher vault(Connection connection, Path data, boolean unsealed, SealOptions policy)
            throws SQLException {
        boolean rows = SqlStatements.number(connection, "SELECT count(*) FROM handle") > 0;
        boolean key = SecretCipher.exists(data, Guard.HANDLES);
        if (rows && unsealed && (key || !policy.adoptsOlder())) {
            throw new Unusable(SealOptions.refusal(data.resolve(FILE)));
        }
        return key || (rows && !unsealed)
                ? SecretCipher.open(data, Guard.HANDLES)
                : SecretCipher.create(data, Guard.HANDLES);
    }

    /** Names the folder; it follows from its key. */
    String id() {
        return id;
    }

    @Override
    public RowSeal seal() {
        return seal;
    }

    @Override
    public <T extends @Nullable Object> T read(RegistryDatabase.Work<T> work) throws SQLException {
        return runExclusive(work);
    }

    @Override
    public <T extends @Nullable Object> T write(RegistryDatabase.Work<T> work) throws SQLException {
        return runExclusive(work);
    }

    @Override
    public @Nullable String root() throws SQLException {
        return runExclusive(reader -> seal.root());
    }

    /** Runs an exclusive transaction; durable on return. */
    public <T extends @Nullable Object> T runExclusive(RegistryDatabase.Work<T> work) throws SQLException {
        lock.lock();
        try {
            T done = SqliteRegistryConnection.transaction(connection, () -> {
                seal.refresh(connection);
                return work.run(connection);
            });
            seal.markCommitted();
            return done;
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

    @Override
    public String toString() {
        return file.toString();
    }
}
