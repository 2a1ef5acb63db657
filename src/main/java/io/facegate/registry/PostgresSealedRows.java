package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.call.ResourceLeases;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.RegistryDatabase.Work;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one kind that gateways share beside their registry, in its PostgreSQL database, sealed under {@code
 * registry.key}. Every question is answered by the database, so that what one gateway has committed, each other knows
 * at its next question. It connects again by itself.
 */
final class PostgresSealedRows implements ResourceTable {
    /** A gateway that starts looks back in the ledger to the newest root; after a crash as far as this. */
    static final Duration ROOT_RECORD_INTERVAL = Duration.ofHours(1);

    /** As above, in records: an hour of many calls has more than a start should read. */
    static final long ROOT_RECORD_DISTANCE = 20_000;

    /** A call waits this long for others at the same gateway, and is then told that the registry is down. */
    private static final int PATIENCE_SECONDS = 4;

    private final SharedStore kind;
    private final RegistryAddress address;
    private final PostgresAddress database;
    private final Function<String, SealOptions> policies;
    private final ReentrantLock lock = new ReentrantLock(true);
    private @Nullable Session session;
    private @Nullable String floor;
    private LongSupplier nanos = System::nanoTime;
    private long recorded = nanos.getAsLong();

    private record Session(
            PostgresRegistryConnection connection, SecretCipher vault, SharedRowList list, RowSeal seal) {}

    private PostgresSealedRows(SharedStore kind, RegistryAddress address, Function<String, SealOptions> policies) {
        this.kind = kind;
        this.address = address;
        this.database = Objects.requireNonNull(address.database());
        this.policies = policies;
    }

    /**
     * Opens the tables; the first gateway begins their list.
     *
     * @param policies the seal policy by the name that the list has in records
     * @throws Unusable if they cannot be trusted
     */
    static PostgresSealedRows open(SharedStore kind, RegistryAddress address, Function<String, SealOptions> policies) {
        var table = new PostgresSealedRows(kind, address, policies);
        boolean done = false;
        try {
            table.write(connection -> null);
            done = true;
            return table;
        } catch (SQLException unfit) {
            throw new Unusable(
                    "The " + kind.what() + " in " + address + " cannot be read: " + unfit.getMessage(), unfit);
        } finally {
            if (!done) {
                table.close();
            }
        }
    }

    @Override
    public RowSeal seal() {
        return Objects.requireNonNull(session, "outside a transaction").seal;
    }

    /** The key of the rows; to be asked for inside a transaction. */
    SecretCipher vault() {
        return Objects.requireNonNull(session, "outside a transaction").vault;
    }

    /** The list of the rows; to be asked for inside a transaction. */
    SharedRowList list() {
        return Objects.requireNonNull(session, "outside a transaction").list;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        return run(at -> at.connection.read(reader -> {
            refresh(at, reader);
            return work.run(reader);
        }));
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) throws SQLException {
        return run(at -> {
            T done = at.connection.write(writer -> {
                begin(at, writer);
                for (var lease : ResourceLeases.Held.all()) {
                    if (lease instanceof PostgresLeases.Held held) {
                        held.requireIn(writer);
                    }
                }
                return work.run(writer);
            });
            at.seal.markCommitted();
            return done;
        });
    }

    private void begin(Session at, Connection writer) throws SQLException {
        if (isNew(at, writer)) {
            // There is no row yet that the first writers could lock.
            SqlStatements.run(writer, "LOCK TABLE " + kind.store() + "_list IN SHARE ROW EXCLUSIVE MODE");
            if (isNew(at, writer)) {
                at.seal.begin(writer);
                return;
            }
        }
        refresh(at, writer);
    }

    /** The registry has another key than this session, or somebody changed the rows. */
    private static final class OtherKeyException extends SQLException {
        private static final long serialVersionUID = 1;
    }

    private static void refresh(Session at, Connection connection) throws SQLException {
        at.seal.refresh(connection);
        if (at.list.mayHaveNewKey()) {
            throw new OtherKeyException();
        }
    }

    /** Rows without a head are foreign: nobody has rows to adopt. */
    private boolean isNew(Session at, Connection writer) throws SQLException {
        return at.list.isNew(writer) && !kind.hasRows(writer);
    }

    @FunctionalInterface
    private interface Use<T extends @Nullable Object> {
        T run(Session at) throws SQLException;
    }

    private <T extends @Nullable Object> T run(Use<T> use) throws SQLException {
        if (!acquire()) {
            throw new SQLException("the database answers too slowly");
        }
        try {
            return runLocked(use);
        } catch (OtherKeyException rotated) {
            return runLocked(use);
        } finally {
            lock.unlock();
        }
    }

    /** A connection that failed is not used again, nor a key under which the rows do not verify. */
    private <T extends @Nullable Object> T runLocked(Use<T> use) throws SQLException {
        boolean sound = false;
        try {
            var at = session == null ? connect() : session;
            session = at;
            T done = use.run(at);
            sound = !at.seal.isBroken();
            return done;
        } catch (Fault told) {
            sound = session != null && !session.seal.isBroken();
            throw told;
        } catch (Unusable unfit) {
            throw new SQLException(unfit.sentence(), unfit);
        } finally {
            if (!sound) {
                release();
            }
        }
    }

    private boolean acquire() {
        try {
            return lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Session connect() throws SQLException {
        var connection = PostgresRegistryConnection.openRows(database, kind);
        boolean done = false;
        try {
            var vault = connection.read(reader -> RegistryVault.openShared(reader, address));
            var policy = policies.apply(kind.recordName(vault.id()));
            var list = new SharedRowList(vault.rows(), kind, policy, floor);
            done = true;
            return new Session(connection, vault, list, kind.seal(vault.rows(), list, policy));
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    private void release() {
        var at = session;
        session = null;
        if (at != null) {
            floor = at.list.root();
            at.connection.close();
        }
    }

    @Override
    public void sweep(Connection connection, Instant now) throws SQLException {
        Objects.requireNonNull(session).list.deleteOldRemovals(connection);
    }

    @Override
    public @Nullable String root() throws SQLException {
        return run(at -> at.list.root());
    }

    /**
     * Records the newest root, unless the ledger has a newer one: an older state is told after a restart. A root that
     * the ledger has is recorded again after an hour or 20,000 records, so that a gateway that starts need not look far
     * back for it.
     */
    void recordRoot(ChangeJournal journal) throws SQLException {
        var roots = rootsForRecord();
        var newest = roots == null ? null : journal.roots().newest(roots.registry());
        var before = newest == null ? null : newest.after();
        // Both begin with the version in hexadecimal, so the newer one is the later text.
        int older = before == null || roots == null ? -1 : before.compareTo(roots.after());
        if (roots != null && (older < 0 || (older == 0 && isRecordedLongAgo(journal, roots.registry())))) {
            recorded = nanos.getAsLong();
            journal.write(new ChangeJournal.Change(
                    "registry_verify",
                    roots.registry(),
                    null,
                    new RegistryRoots(roots.registry(), before, roots.after())));
        }
    }

    private boolean isRecordedLongAgo(ChangeJournal journal, String registry) {
        return nanos.getAsLong() - recorded > ROOT_RECORD_INTERVAL.toNanos()
                || journal.roots().recordsAfter(registry) > ROOT_RECORD_DISTANCE;
    }

    /** For tests: replaces the clock. */
    void measureTimeBy(LongSupplier timer) {
        nanos = timer;
    }

    private @Nullable RegistryRoots rootsForRecord() throws SQLException {
        return run(at -> {
            var root = at.list.root();
            return root == null
                    ? null
                    : RegistryRoots.unchanged(kind.recordName(at.vault.id()), kind.store() + ':' + root);
        });
    }

    @Override
    public void close() {
        lock.lock();
        try {
            release();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "The table of " + kind.what();
    }
}
