package io.facegate.ledger.store;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Watchdog that times out waits for the disk. One thread polls every few milliseconds, because a timer per wait would
 * cost more than the wait: timeouts are very rare.
 */
final class DeadlineWatch implements AutoCloseable {
    private static final long EVERY = 5_000_000;

    private final Queue<Waiting> line = new ConcurrentLinkedQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("ledger-watch").daemon(true).unstarted(this::run);
    private volatile boolean asleep;
    private volatile boolean closed;

    private record Waiting(PendingRecord pending, long deadlineNanos) {}

    private DeadlineWatch() {}

    static DeadlineWatch start() {
        var watch = new DeadlineWatch();
        watch.thread.start();
        return watch;
    }

    /** Watches one wait until it ends. */
    void watch(PendingRecord pending, long deadlineNanos) {
        line.add(new Waiting(pending, deadlineNanos));
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            checkDeadlines(System.nanoTime());
            if (line.isEmpty()) {
                asleep = true;
                if (line.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                asleep = false;
            } else {
                LockSupport.parkNanos(this, EVERY);
            }
        }
    }

    private void checkDeadlines(long now) {
        for (var each = line.iterator(); each.hasNext(); ) {
            var waiting = each.next();
            if (waiting.pending.open() && waiting.deadlineNanos - now <= 0) {
                waiting.pending.timeOut();
            }
            if (!waiting.pending.open()) {
                each.remove();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
