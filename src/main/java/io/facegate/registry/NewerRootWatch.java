package io.facegate.registry;

import io.facegate.integrity.RecordedRegistryRoots;
import java.time.Duration;

/**
 * Notices that the ledger has a newer root of a shared registry than the gateway uses, though the database says that
 * nothing changed. What the database says of its version is not authenticated; the ledger's record is.
 */
final class NewerRootWatch {
    /** A change is committed this soon after its record. */
    private static final Duration COMMITTED_WITHIN = Duration.ofSeconds(1);

    /** Then the rows are read again at each look, and later as often as all rows are compared. */
    private static final Duration LOOKED_FOR = Duration.ofSeconds(4);

    private String unseen = "";
    private long since;

    /** True if the rows must be read now: the newest recorded root is not the one in use for more than a second. */
    boolean isUnseen(RecordedRegistryRoots roots, String registry, String root) {
        roots.refresh(registry);
        var newest = roots.newest(registry);
        if (newest == null || newest.after().equals(root)) {
            unseen = "";
            return false;
        }
        long now = System.nanoTime();
        if (!unseen.equals(newest.after())) {
            unseen = newest.after();
            since = now;
        }
        long waited = now - since;
        return waited > COMMITTED_WITHIN.toNanos() && waited < LOOKED_FOR.toNanos();
    }
}
