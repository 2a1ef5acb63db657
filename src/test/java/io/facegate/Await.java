package io.facegate;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits until something is so, and fails where it never is; how fast a machine is decides nothing. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(10);

    private Await() {}

    public static void until(Callable<Boolean> so) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(so)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("what is awaited here did not come about within three minutes");
            }
            if (Thread.interrupted()) {
                throw new AssertionError("interrupted while it waited for what has not come about yet");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean holds(Callable<Boolean> so) {
        try {
            return so.call();
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }
}
