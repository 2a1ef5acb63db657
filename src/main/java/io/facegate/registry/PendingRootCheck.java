package io.facegate.registry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Confirmation of a registry's root by the ledger. The record of a shared registry's newest change may still wait for
 * its place in the tree; the root is then accepted, and must be in the tree ten seconds later.
 */
final class PendingRootCheck {
    private static final Duration IN_TREE_WITHIN = Duration.ofSeconds(10);

    private @Nullable LedgerRootCheck awaited;
    private String root = "";
    private long since;

    /** True if the root is on record. */
    boolean accepts(LedgerRootCheck comparison, String found) {
        if (!comparison.isOnRecord(found)) {
            return false;
        }
        boolean late = awaited != null && !isConfirmed();
        if (comparison.isInTree(found)) {
            awaited = null;
            return true;
        }
        since = late ? since : System.nanoTime();
        awaited = comparison;
        root = found;
        return true;
    }

    /** True if the record of an accepted root did not get into the tree in time. */
    boolean isOverdue() {
        return awaited != null && !isConfirmed() && System.nanoTime() - since > IN_TREE_WITHIN.toNanos();
    }

    private boolean isConfirmed() {
        var comparison = awaited;
        if (comparison != null && comparison.refresh().isInTree(root)) {
            awaited = null;
        }
        return awaited == null;
    }
}
