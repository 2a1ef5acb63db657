package io.facegate.ledger.store;

import io.facegate.call.Fault;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Moves the salts that a gateway wrote to the database of its registry, as soon as they are written. */
public final class SaltMover implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);
    /** After a failure: the database is away, or somebody has it alone. */
    private static final Duration LATER = Duration.ofSeconds(1);

    /** While the database has no registry in use, or the tables of an earlier version: each look connects to it. */
    private static final Duration NOT_IN_USE = Duration.ofSeconds(10);

    /** Between two pages: those who write to the file take their turn. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final long LAST_MILLIS = 5_000;

    private final SharedSaltStorage storage;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable SaltFile file;

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
            while (!closing.await(move().toNanos(), TimeUnit.NANOSECONDS)) {
                // The next ones.
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            move();
            closeFile();
        }
    }

    /** Moves what there is; returns how long to wait until the next time. */
    private Duration move() {
        try {
            var open = file == null ? storage.openOwn() : file;
            file = open;
            var moved = storage.moveSome(open);
            while (moved == SharedSaltStorage.Moved.SOME && closing.getCount() > 0) {
                LockSupport.parkNanos(this, PAUSE.toNanos());
                moved = storage.moveSome(open);
            }
            return moved == SharedSaltStorage.Moved.NOT_IN_USE ? NOT_IN_USE : EVERY;
        } catch (SQLException | IOException | Fault | IllegalStateException away) {
            System.getLogger(SaltMover.class.getName())
                    .log(Level.DEBUG, "Salts stay in the data folder for now.", away);
            closeFile();
            return LATER;
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
        closing.countDown();
        try {
            thread.join(LAST_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
