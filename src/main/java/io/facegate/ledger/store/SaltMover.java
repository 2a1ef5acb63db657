package io.facegate.ledger.store;

import io.facegate.call.Fault;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Moves the salts that a gateway wrote to the database of its registry, as soon as they are written. */
public final class SaltMover implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);
    /** After a failure: the database is away, or somebody has it alone. */
    private static final Duration LATER = Duration.ofSeconds(1);

    /** Between two pages: those who write to the file take their turn. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final long LAST_MILLIS = 5_000;

    private final SharedSaltStorage storage;
    private final Thread thread;
    private @Nullable SaltFile file;
    private volatile boolean closing;

    private SaltMover(SharedSaltStorage storage) {
        this.storage = storage;
        this.thread = Thread.ofPlatform().daemon().name("shared salts").unstarted(this::run);
    }

    /** Starts moving. What the folder had before is moved too. */
    public static SaltMover start(SharedSaltStorage storage) {
        var mover = new SaltMover(storage);
        mover.thread.start();
        return mover;
    }

    private void run() {
        try {
            while (!closing) {
                Thread.sleep(isMoved() ? EVERY : LATER);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            isMoved();
            closeFile();
        }
    }

    private boolean isMoved() {
        try {
            var open = file == null ? storage.openOwn() : file;
            file = open;
            while (storage.moveSome(open) > 0 && !closing) {
                LockSupport.parkNanos(this, PAUSE.toNanos());
            }
            return true;
        } catch (SQLException | IOException | Fault | IllegalStateException away) {
            System.getLogger(SaltMover.class.getName())
                    .log(Level.DEBUG, "Salts stay in the data folder for now.", away);
            closeFile();
            return false;
        }
    }

    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (SQLException already) {
            System.getLogger(SaltMover.class.getName()).log(Level.DEBUG, "salts.db did not close.", already);
        }
        file = null;
    }

    /** What is left is moved once more, or by the next start. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(LAST_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
