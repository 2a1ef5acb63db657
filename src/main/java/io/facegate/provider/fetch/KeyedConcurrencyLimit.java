package io.facegate.provider.fetch;

import io.facegate.call.Reply.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** So many fetches at once for each name; who comes too many does not wait. */
final class KeyedConcurrencyLimit {
    private final int most;
    private final String full;
    private final Map<String, Semaphore> taken = new ConcurrentHashMap<>();

    /** @param full what is said to who comes too many */
    KeyedConcurrencyLimit(int most, String full) {
        this.most = most;
        this.full = full;
    }

    /** A turn until it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    Turn take(String name) throws PictureNotFetched {
        var turns = taken.computeIfAbsent(name, any -> new Semaphore(most));
        if (!turns.tryAcquire()) {
            throw new PictureNotFetched(Failure.THROTTLED, full);
        }
        return turns::release;
    }
}
