package io.facegate.provider;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Whether and how often a request is sent again, and how long is waited before. */
final class Retries {
    /** The most tries after the first. */
    static final int MOST = 2;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private Retries() {}

    /** Whether a request may be sent again: where nothing was written, or doing it twice changes nothing. */
    static boolean again(Attempt attempt, Dispatch dispatch) {
        return switch (attempt) {
            case Attempt.Unsent() -> true;
            case Attempt.Lost(var begun) -> !begun && dispatch.idempotent();
            case Attempt.Answered answered ->
                dispatch.idempotent()
                        && (answered.status() >= 500 || dispatch.throttled().test(answered));
            case Attempt.Distrusted(), Attempt.TooLong(), Attempt.Late(), Attempt.Crowded(), Attempt.Open(var _) ->
                false;
        };
    }

    /** In nanoseconds: as long as the vendor asks, else a random while, longer each time. */
    static long delay(Attempt attempt, int retried) {
        return attempt instanceof Attempt.Answered(var _, var _, var envelope) && envelope.retryAfter() >= 0
                ? TimeUnit.SECONDS.toNanos(envelope.retryAfter())
                : whileAfter(retried);
    }

    /** A random while in nanoseconds, longer each time. */
    private static long whileAfter(int retried) {
        return ThreadLocalRandom.current().nextLong(PAUSE << retried);
    }

    /** Waits so many nanoseconds; false when there would be no time left to try again. */
    static boolean pause(long nanos, long deadline) {
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
