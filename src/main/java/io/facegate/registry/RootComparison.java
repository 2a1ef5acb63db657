package io.facegate.registry;

import io.facegate.integrity.RecordedRegistryRoots;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Comparison of a registry's root with the ledger: begun before the registry is read, so that only what was on record
 * then or later counts.
 */
final class RootComparison {
    /** How long the change of another gateway may take to get its place in the ledger's tree. */
    private static final Duration IN_TREE_WITHIN = Duration.ofSeconds(3);

    private static final long AGAIN_NANOS = 20_000_000;

    private final RecordedRegistryRoots roots;
    private final String registry;
    private final boolean shared;
    private final long since;

    private RootComparison(RecordedRegistryRoots roots, String registry, boolean shared) {
        this.roots = roots;
        this.registry = registry;
        this.shared = shared;
        if (shared) {
            roots.refresh(registry);
        }
        this.since = roots.count(registry);
    }

    static RootComparison begin(RecordedRegistryRoots roots, RegistryDatabase store) {
        return new RootComparison(roots, store.name(), store.isShared());
    }

    /** True if the root is on record; of a shared registry it may be so a moment later. */
    boolean isOnRecord(String root) {
        long until = System.nanoTime() + IN_TREE_WITHIN.toNanos();
        while (!isOnRecordNow(root)) {
            if (!shared || System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(AGAIN_NANOS);
            roots.refresh(registry);
        }
        return true;
    }

    /** True if the root is on record as far as the ledger was read. */
    boolean isOnRecordNow(String root) {
        return roots.isCurrent(registry, root, since);
    }
}
