package io.facegate.registry;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.facegate.call.Fault;
import io.facegate.identity.Directory;
import io.facegate.identity.Evidence;
import io.facegate.identity.Key;
import io.facegate.identity.Organisation;
import io.facegate.registry.store.Snapshot;
import io.facegate.registry.store.Store;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Who is who, from memory; once it watches, changes made by any process arrive within a second. */
public final class Registry implements Directory, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Registry.class.getName());
    private static final Duration STALE_AFTER = Duration.ofSeconds(5);
    private static final int POLL_MILLIS = 250;

    private final Path folder;
    private final long staleNanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Store store;
    private int version;
    private volatile Snapshot snapshot;
    private volatile long checked = System.nanoTime();
    private volatile @Nullable Thread watcher;

    private Registry(Path folder, Duration staleAfter) throws SQLException {
        this.folder = folder;
        this.staleNanos = staleAfter.toNanos();
        var opened = Store.open(folder);
        this.store = opened;
        this.version = opened.version();
        this.snapshot = opened.snapshot();
    }

    /**
     * Opens the registry of a data folder, and makes it where there is none.
     *
     * @throws RegistryTrouble.Unusable when its files cannot be used as they are
     */
    public static Registry open(Path dataFolder) {
        return open(dataFolder, STALE_AFTER);
    }

    /**
     * Opens it with its own patience.
     *
     * @param staleAfter how long the registry may be unreadable before nobody is believed any more
     */
    static Registry open(Path dataFolder, Duration staleAfter) {
        try {
            return new Registry(dataFolder, staleAfter);
        } catch (SQLException unreadable) {
            throw new RegistryTrouble.Unusable("The registry cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Starts to follow changes, on a thread of its own. */
    public Registry watch() {
        checked = System.nanoTime();
        watcher = Thread.ofPlatform().daemon().name("registry-watch").start(this::follow);
        return this;
    }

    @Override
    public Optional<Key> key(String id) {
        return Optional.ofNullable(current().keys().get(id));
    }

    @Override
    public Optional<Organisation> organisation(String id) {
        return Optional.ofNullable(current().organisations().get(id));
    }

    @Override
    public Optional<Evidence> evidence(String id) {
        return Optional.ofNullable(current().evidence().get(id));
    }

    @Override
    public List<Evidence> evidence(String organisation, String matter) {
        return current().cases().getOrDefault(organisation, Map.of()).getOrDefault(matter, List.of());
    }

    public Collection<Organisation> organisations() {
        return current().organisations().values();
    }

    private Snapshot current() {
        if (watcher != null && System.nanoTime() - checked > staleNanos) {
            throw new Fault.RegistryDown("The registry cannot be read, so nobody can be told apart. Try again later.");
        }
        return snapshot;
    }

    private void follow() {
        boolean well = true;
        while (!isClosedAfter(POLL_MILLIS)) {
            try {
                refresh();
                well = true;
            } catch (SQLException | IOException | RegistryTrouble failed) {
                LOG.log(well ? Level.ERROR : Level.DEBUG, "The registry cannot be read; calls stop soon.", failed);
                well = false;
                release();
            }
        }
        release();
    }

    private void refresh() throws SQLException, IOException {
        long began = System.nanoTime();
        var open = store;
        boolean fresh = open == null;
        if (open == null) {
            open = Store.existing(folder);
            store = open;
        }
        if (!open.isInPlace()) {
            throw new IOException(Store.FILE + " was replaced");
        }
        int now = open.version();
        if (fresh || now != version) {
            snapshot = open.snapshot();
            version = now;
        }
        checked = began;
    }

    private boolean isClosedAfter(int millis) {
        try {
            return closed.await(millis, MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void release() {
        var open = store;
        store = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var following = watcher;
        if (following == null) {
            release();
            return;
        }
        try {
            following.join(Duration.ofSeconds(2));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
