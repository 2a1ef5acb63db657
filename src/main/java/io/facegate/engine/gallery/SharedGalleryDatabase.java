package io.facegate.engine.gallery;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import io.facegate.integrity.TamperAlarm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The galleries that several gateways share. Every use asks the database; templates are kept in memory for as long as
 * the database says so. When the database tells of a change, and five times a second in any case, the gateway asks what
 * others erased, and forgets it; if it hears nothing for a second, it forgets all templates.
 */
final class SharedGalleryDatabase implements GalleryDatabase {
    /** How many rows one transaction may add; keys grow with the version of the head. */
    private static final long KEYS_A_VERSION = 1 << 20;

    private final SealedRowTransactions rows;
    private final SealOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final SharedTemplates templates = new SharedTemplates();
    private final ErasurePoller follower;
    private SealedRowTransactions.@Nullable Keys keys;
    private @Nullable GallerySeal seal;
    private volatile @Nullable GalleryCipher cipher;
    private @Nullable Connection current;
    private boolean writing;
    private int added;
    private @Nullable String root;
    private volatile Runnable listener = () -> {};

    private SharedGalleryDatabase(SealedRowTransactions rows, TamperAlarm alarm) {
        this.rows = rows;
        this.options = new SealOptions(alarm, false);
        this.follower = new ErasurePoller(rows::awaitChange, this::follow, this::forget);
    }

    /** Opens the tables and follows what other gateways change. */
    static SharedGalleryDatabase open(SealedRowTransactions rows, TamperAlarm alarm) {
        var store = new SharedGalleryDatabase(rows, alarm);
        boolean done = false;
        try {
            store.read(() -> store.seal().isBroken());
            store.follower.start();
            done = true;
            return store;
        } finally {
            if (!done) {
                store.close();
            }
        }
    }

    @Override
    public Connection connection() {
        return Objects.requireNonNull(current, "outside a transaction");
    }

    @Override
    public GallerySeal seal() {
        return Objects.requireNonNull(seal, "outside a transaction");
    }

    @Override
    public GalleryCipher cipher() {
        return Objects.requireNonNull(cipher);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Long newKey() throws SQLException {
        added++;
        if (added >= KEYS_A_VERSION) {
            throw new SQLException("too many rows at once");
        }
        return seal().nextVersion(this) * KEYS_A_VERSION + added;
    }

    @Override
    public boolean areFacesVerified(long gallery) throws SQLException {
        return templates.synchronize(this, gallery);
    }

    @Override
    public TemplateIndex index(long gallery) throws SQLException {
        return templates.index(this, gallery);
    }

    @Override
    public boolean isVerified(long gallery, long key, ResultSet face) throws SQLException {
        return templates.isVerified(gallery, key, seal().term(gallery, face));
    }

    @Override
    public void requireErased(long gallery, Object face) {
        boolean isRemembered = switch (face) {
            case Long key -> templates.remembers(gallery, key);
            case String id -> templates.remembers(gallery, id);
            default -> throw new IllegalArgumentException("A face is named by its key or its id.");
        };
        if (isRemembered) {
            throw missingFace(gallery);
        }
    }

    @Override
    public void requireAll(long gallery, long after, long last, int count) {
        if (templates.count(gallery, after, last) != count) {
            throw missingFace(gallery);
        }
    }

    private Fault missingFace(long gallery) {
        seal().reportAlteredFaces(gallery);
        return new Fault.ProviderDown("Faces were removed from a gallery outside Facegate.");
    }

    /** A read that turns out to write is begun again. */
    private static final class WriteNeededException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void requireWritable() {
        if (!writing) {
            throw new WriteNeededException();
        }
    }

    @Override
    public void onChange(Runnable run) {
        listener = run;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        lock.lock();
        try {
            return isNested() ? runNested(work) : run(() -> rows.read((at, with) -> inside(at, with, false, work)));
        } catch (WriteNeededException writes) {
            return runExclusive(work);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T extends @Nullable Object> T runExclusive(Work<T> work, Consumer<T> then) {
        lock.lock();
        try {
            if (isNested()) {
                requireWritable();
                T result = runNested(work);
                then.accept(result);
                return result;
            }
            T result = run(() -> rows.write((at, with) -> inside(at, with, true, work)));
            then.accept(result);
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Only the thread with the lock gets here. */
    private boolean isNested() {
        return current != null;
    }

    private <T extends @Nullable Object> T runNested(Work<T> work) {
        return run(work);
    }

    private <T extends @Nullable Object> T run(Work<T> work) {
        try {
            return work.run();
        } catch (WriteNeededException | Fault told) {
            throw told;
        } catch (SQLException | RuntimeException | Error failed) {
            FatalErrors.rethrow(failed);
            throw new Fault.ProviderDown("The galleries failed: " + failed);
        }
    }

    private <T extends @Nullable Object> T inside(
            Connection connection, SealedRowTransactions.Keys with, boolean writes, Work<T> work) throws SQLException {
        current = connection;
        writing = writes;
        added = 0;
        boolean done = false;
        try {
            if (seal == null || !with.equals(keys)) {
                keys = with;
                seal = new GallerySeal(with.authenticator(), options, with.list());
                cipher = new GalleryCipher(with.cipher());
                templates.forgetAll();
            }
            noticeChange();
            seal().requireVerified();
            T result = work.run();
            done = true;
            return result;
        } finally {
            current = null;
            if (writes && !done) {
                // Nothing that was read in it is kept: it was undone.
                templates.forgetAll();
            }
        }
    }

    private void noticeChange() {
        var newest = seal().root();
        if (!Objects.equals(newest, root)) {
            root = newest;
            listener.run();
        }
    }

    /** Takes what others changed since into the templates in memory. */
    private void follow() {
        lock.lock();
        try {
            read(() -> {
                templates.synchronizeAll(this);
                return templates;
            });
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        lock.lock();
        try {
            templates.forgetAll();
        } finally {
            lock.unlock();
        }
    }

    /** True if templates of that face are in memory; for tests. */
    boolean remembers(long gallery, long face) {
        lock.lock();
        try {
            return templates.remembers(gallery, face);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isBroken() {
        try {
            return read(() -> seal().isBroken());
        } catch (Fault.ProviderDown broken) {
            return true;
        }
    }

    /** The roots of shared rows are recorded beside those of a folder. */
    @Override
    public @Nullable String root() {
        return null;
    }

    /** Deleted rows are in the database's files until its own maintenance, encrypted. */
    @Override
    public void flush() {}

    @Override
    public void close() {
        follower.close();
        forget();
        rows.close();
    }
}
