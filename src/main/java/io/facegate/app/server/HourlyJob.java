package io.facegate.app.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** What a gateway does each hour: it erases expired data, and records the roots of its stores again. */
public final class HourlyJob implements AutoCloseable {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Runnable> steps;
    private final Thread thread;
    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean closed;

    private HourlyJob(List<Runnable> steps) {
        this.steps = new CopyOnWriteArrayList<>(steps);
        this.thread = Thread.ofPlatform().daemon().name("hourly").unstarted(this::run);
    }

    /** Does the steps once, whose failure is thrown to the caller, and goes on. */
    static HourlyJob start(Runnable... steps) {
        var hourly = new HourlyJob(List.of(steps));
        hourly.steps.forEach(Runnable::run);
        hourly.thread.start();
        return hourly;
    }

    /** Adds a step, for the first time in an hour at the latest. */
    void add(Runnable step) {
        steps.add(step);
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(HOUR);
                runSteps();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does all steps unless it is closed; a failure of one is logged, and keeps no other from being done. */
    void runSteps() {
        working.lock();
        try {
            steps.stream().takeWhile(_ -> !closed).forEach(HourlyJob::attempt);
        } finally {
            working.unlock();
        }
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failed) {
            System.getLogger(HourlyJob.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "Hourly work failed: erasing expired data, or recording the roots of the stores. The next"
                                    + " attempt is in an hour.",
                            failed);
        }
    }

    /** Waits briefly for a step that is being done. A step writes to the ledger, so this comes before the ledger's end. */
    @Override
    public void close() {
        closed = true;
        boolean idle = false;
        try {
            idle = working.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            thread.interrupt();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            if (idle) {
                working.unlock();
            }
        }
    }
}
