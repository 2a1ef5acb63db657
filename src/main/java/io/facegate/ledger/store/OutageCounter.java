package io.facegate.ledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counter of calls that were refused because the ledger could not write. */
public final class OutageCounter {
    private long attempts;
    private @Nullable Instant since;
    private volatile boolean open;

    /** The number of calls, and the time of the first. */
    public record OutageCount(long attempts, Instant since) {}

    public synchronized void count(Instant now) {
        attempts++;
        since = since == null ? now : since;
        open = true;
    }

    /** Returns and resets the count; null if there was none. */
    @Nullable
    public OutageCount takeCount() {
        if (!open) {
            return null;
        }
        synchronized (this) {
            var counted = since == null ? null : new OutageCount(attempts, since);
            attempts = 0;
            since = null;
            open = false;
            return counted;
        }
    }
}
