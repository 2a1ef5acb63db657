package io.facegate.app.server;

import java.time.Duration;

/**
 * Records the newest roots of the rows that gateways share beside the registry, at the start and each half minute in
 * which they changed, so that a gateway that starts later refuses an older state.
 */
public final class SharedRootRecorder implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Runnable record;
    private final Thread thread;

    private SharedRootRecorder(Runnable record) {
        this.record = record;
        this.thread = Thread.ofPlatform().daemon().name("shared roots").unstarted(this::run);
    }

    /** Records once, and goes on, if gateways share rows. */
    static SharedRootRecorder start(boolean shared, Runnable record) {
        var recorder = new SharedRootRecorder(record);
        if (shared) {
            record.run();
            recorder.thread.start();
        }
        return recorder;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                attempt();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure is logged and tried again; calls fail by themselves while the database or the ledger is away. */
    private void attempt() {
        try {
            record.run();
        } catch (RuntimeException failed) {
            System.getLogger(SharedRootRecorder.class.getName())
                    .log(System.Logger.Level.WARNING, "The roots of shared rows could not be recorded.", failed);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
