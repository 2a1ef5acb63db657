package io.facegate.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Confirmation of a registry's root by the ledger. The record of a shared registry's newest change may still wait for
 * its place in the tree; the root is then accepted, and must be in the tree ten seconds after it was first seen. Another
 * state in between does not start the ten seconds again.
 */
final class PendingRootCheck {
    private static final Duration IN_TREE_WITHIN = Duration.ofSeconds(10);

    /** Far more changes than the ledger leaves without a place for ten seconds. */
    private static final int MOST = 4096;

    private final Map<String, Waiting> waiting = new HashMap<>();
    private final long limit;
    private String root = "";

    PendingRootCheck() {
        this(IN_TREE_WITHIN);
    }

    PendingRootCheck(Duration within) {
        this.limit = within.toNanos();
    }

    /** A root that was seen before its record was in the tree. */
    private record Waiting(Comparison comparison, long since) {}

    /** What the ledger says of a root. */
    interface Comparison {
        boolean isOnRecord(String root);

        boolean isInTree(String root);

        /** Reads what was recorded meanwhile. */
        Comparison refresh();
    }

    /** True if the root is on record, and its record has not waited for its place too long. */
    boolean accepts(Comparison comparison, String found) {
        if (!comparison.isOnRecord(found)) {
            return false;
        }
        root = found;
        if (comparison.isInTree(found)) {
            waiting.remove(found);
            removeConfirmed();
            return true;
        }
        if (waiting.size() >= MOST) {
            removeConfirmed();
        }
        if (waiting.size() < MOST) {
            waiting.putIfAbsent(found, new Waiting(comparison, System.nanoTime()));
        }
        return !isLate(waiting.get(found));
    }

    /** True if the record of the accepted root did not get into the tree in time. */
    boolean isOverdue() {
        var awaited = waiting.get(root);
        if (awaited == null) {
            return false;
        }
        awaited.comparison.refresh();
        removeConfirmed();
        return waiting.containsKey(root) && isLate(awaited);
    }

    private boolean isLate(@Nullable Waiting awaited) {
        return awaited == null || System.nanoTime() - awaited.since > limit;
    }

    private void removeConfirmed() {
        waiting.entrySet().removeIf(each -> each.getValue().comparison.isInTree(each.getKey()));
    }
}
