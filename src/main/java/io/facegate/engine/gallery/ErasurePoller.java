package io.facegate.engine.gallery;

import java.lang.System.Logger.Level;
import java.time.Duration;

/** Asks often what other gateways erased; whoever hears nothing for a second forgets everything. */
final class ErasurePoller implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Runnable ask;
    private final Runnable forget;
    private final Thread thread;

    ErasurePoller(Runnable ask, Runnable forget) {
        this.ask = ask;
        this.forget = forget;
        this.thread = Thread.ofPlatform().daemon().name("shared galleries").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long heard = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(EVERY);
                if (isAnswered()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > SILENCE_NANOS) {
                    forget.run();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
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
    }
}
