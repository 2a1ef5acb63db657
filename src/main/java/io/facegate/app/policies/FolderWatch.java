package io.facegate.app.policies;

import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Polls a folder four times a second. Calls the listener once a change has settled: two polls in a row see the same
 * state.
 */
final class FolderWatch implements AutoCloseable {
    private static final int POLL_MILLIS = 250;

    private final Supplier<SortedMap<String, String>> traces;
    private final Predicate<SortedMap<String, String>> changed;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    private SortedMap<String, String> before;

    private FolderWatch(
            SortedMap<String, String> seen,
            Supplier<SortedMap<String, String>> traces,
            Predicate<SortedMap<String, String>> changed) {
        this.before = seen;
        this.traces = traces;
        this.changed = changed;
        // Compiling policies is CPU-bound, so it must not occupy a carrier of virtual threads.
        this.thread = Thread.ofPlatform().daemon().name("policies-watch").unstarted(this::run);
    }

    /**
     * Starts polling.
     *
     * @param seen the known file fingerprints
     * @param changed receives the fingerprints and must not throw; returns false to be called again
     */
    static FolderWatch start(
            SortedMap<String, String> seen,
            Supplier<SortedMap<String, String>> traces,
            Predicate<SortedMap<String, String>> changed) {
        var watch = new FolderWatch(seen, traces, changed);
        watch.thread.start();
        return watch;
    }

    /** Calls the listener at once, changed or not. */
    void checkNow() {
        asked.release();
    }

    private void run() {
        boolean tell = false;
        while (!closed) {
            try {
                tell |= asked.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                var now = traces.get();
                boolean still = now.equals(before);
                tell |= !still;
                before = now;
                if (still && tell) {
                    tell = !changed.test(now);
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
