package io.facegate.app.server;

import java.time.Duration;
import java.util.List;

/** Hourly job that erases expired data. */
public final class RetentionJob implements AutoCloseable {
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Runnable> sweeps;
    private final Thread thread;

    private RetentionJob(List<Runnable> sweeps) {
        this.sweeps = sweeps;
        this.thread = Thread.ofPlatform().daemon().name("hourly").unstarted(this::run);
    }

    /** Starts with one sweep, whose failure is thrown to the caller. */
    static RetentionJob start(Runnable... sweeps) {
        var hourly = new RetentionJob(List.of(sweeps));
        hourly.sweeps.forEach(Runnable::run);
        hourly.thread.start();
        return hourly;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(HOUR);
                sweeps.forEach(RetentionJob::attempt);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a sweep; a failure is logged and retried in an hour. */
    private static void attempt(Runnable sweep) {
        try {
            sweep.run();
        } catch (RuntimeException failed) {
            System.getLogger(RetentionJob.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "Expired data could not be erased. The next attempt is in an hour.",
                            failed);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
