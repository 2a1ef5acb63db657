package io.facegate.ledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts the calls that were refused because nothing could be written down, until something can. */
public final class OutageCounter {
    private long attempts;
    private @Nullable Instant since;
    private volatile boolean open;

    /** So many calls, the first of them at that moment. */
    public record Counted(long attempts, Instant since) {}

    public synchronized void count(Instant now) {
        attempts++;
        since = since == null ? now : since;
        open = true;
    }

    /** What was counted, once; null when there was nothing. */
    @Nullable
    public Counted take() {
        if (!open) {
            return null;
        }
        synchronized (this) {
            var counted = since == null ? null : new Counted(attempts, since);
            attempts = 0;
            since = null;
            open = false;
            return counted;
        }
    }
}
