package io.facegate.provider;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How often a request is sent again, and how long is waited before. */
public final class Retries {
    /** The most tries after the first. */
    public static final int MOST = 2;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private Retries() {}

    /** A random while in nanoseconds, longer each time. */
    public static long whileAfter(int retried) {
        return ThreadLocalRandom.current().nextLong(PAUSE << retried);
    }

    /** Waits so many nanoseconds; false when there would be no time left to try again. */
    public static boolean pause(long nanos, long deadline) {
        if (System.nanoTime() + nanos - deadline >= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
