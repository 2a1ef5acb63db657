package io.facegate.vendor.fetch;

import io.facegate.call.Reply.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Per-key concurrency limit; rejects instead of queueing. */
final class KeyedConcurrencyLimit {
    private final int most;
    private final String full;
    private final Map<String, Semaphore> taken = new ConcurrentHashMap<>();

    /** @param full the message of a rejection */
    KeyedConcurrencyLimit(int most, String full) {
        this.most = most;
        this.full = full;
    }

    /** A permit, released on close. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    Slot acquire(String name) throws PictureNotFetched {
        var permits = taken.computeIfAbsent(name, any -> new Semaphore(most));
        if (!permits.tryAcquire()) {
            throw new PictureNotFetched(Failure.THROTTLED, full);
        }
        return permits::release;
    }
}
