package io.facegate.engine.gallery;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Asks what other gateways erased, when the database tells of a change and often in any case; whoever hears nothing for a
 * second forgets everything.
 */
final class ErasurePoller implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

    /** Between two questions, however many changes are told. */
    private static final Duration LEAST = Duration.ofMillis(20);

    private final Wait wait;
    private final Runnable ask;
    private final Runnable forget;
    private final Thread thread;
    private final Thread watch;
    private volatile long heard = System.nanoTime();

    /** Waits for a change, but not longer than that. */
    @FunctionalInterface
    interface Wait {
        void await(Duration most) throws SQLException;
    }

    ErasurePoller(Wait wait, Runnable ask, Runnable forget) {
        this.wait = wait;
        this.ask = ask;
        this.forget = forget;
        this.thread = Thread.ofPlatform().daemon().name("shared galleries").unstarted(this::run);
        this.watch =
                Thread.ofPlatform().daemon().name("shared galleries, silence").unstarted(this::forgetInSilence);
    }

    void start() {
        heard = System.nanoTime();
        thread.start();
        watch.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LEAST);
                awaitChange();
                if (isAnswered()) {
                    heard = System.nanoTime();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a thread of its own: whoever connects to a silent server waits for seconds. */
    private void forgetInSilence() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                if (System.nanoTime() - heard > SILENCE_NANOS) {
                    forget.run();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where nothing can be told, the time passes. */
    private void awaitChange() throws InterruptedException {
        try {
            wait.await(EVERY);
        } catch (SQLException silent) {
            System.getLogger(ErasurePoller.class.getName())
                    .log(Level.DEBUG, "The database tells of no changes of galleries.", silent);
            Thread.sleep(EVERY);
        }
    }

    private boolean isAnswered() {
        try {
            ask.run();
            return true;
        } catch (RuntimeException silent) {
            System.getLogger(ErasurePoller.class.getName())
                    .log(Level.DEBUG, "The galleries in the database cannot be read.", silent);
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        watch.interrupt();
    }
}
