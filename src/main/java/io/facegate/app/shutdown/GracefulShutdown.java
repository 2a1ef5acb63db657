package io.facegate.app.shutdown;

import io.facegate.http.CallsInFlight;
import io.facegate.http.ConnectionDrain;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Graceful shutdown. New calls are rejected at once; calls in flight finish and are recorded. Calls that outlast the
 * grace period are aborted, answered with an error and recorded as aborted. A second request to stop aborts them
 * immediately.
 */
public final class GracefulShutdown {
    private static final System.Logger LOG = System.getLogger(GracefulShutdown.class.getName());

    /** Part of the grace period reserved for recording and answering aborted calls and for closing the ledger. */
    private static final Duration MOST_RESERVED = Duration.ofSeconds(3);

    private static final int PART_RESERVED = 4;
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Time for the last responses to leave the machine. */
    private static final long LAST_MILLIS = 100;

    private final CallsInFlight calls;
    private final ConnectionDrain leaving;
    private final Duration grace;
    private final Runnable exit;
    private final AtomicInteger asked = new AtomicInteger();

    /** @param exit ends the process */
    public GracefulShutdown(CallsInFlight calls, ConnectionDrain leaving, Duration grace, Runnable exit) {
        this.calls = calls;
        this.leaving = leaving;
        this.grace = grace;
        this.exit = exit;
    }

    /** Starts the shutdown and returns at once. */
    public void begin() {
        if (asked.getAndIncrement() == 0) {
            calls.close();
            leaving.tellAll();
            Thread.ofPlatform().name("facegate-stop").start(this::run);
        }
    }

    private void run() {
        try {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The gateway is being stopped. It accepts no new calls; {0} in flight have {1} seconds to"
                            + " finish.",
                    Integer.toString(calls.count()),
                    Long.toString(grace.toSeconds()));
            var part = grace.dividedBy(PART_RESERVED);
            var reserved = part.compareTo(MOST_RESERVED) < 0 ? part : MOST_RESERVED;
            if (!finish(System.nanoTime() + grace.minus(reserved).toNanos())) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} calls did not finish in time and were cut off. They are on record as ended by the stop.",
                        Integer.toString(calls.count()));
                calls.giveUp();
                calls.await(reserved.dividedBy(2));
            }
            Thread.sleep(LAST_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            exit.run();
        }
    }

    /** Waits for calls to finish until {@code end} or a second request to stop. True if all finished. */
    private boolean finish(long end) throws InterruptedException {
        while (!calls.await(LOOK)) {
            if (asked.get() > 1 || System.nanoTime() - end >= 0) {
                return false;
            }
        }
        return true;
    }
}
