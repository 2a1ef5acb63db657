package io.facegate.registry;

import io.facegate.integrity.RecordedRegistryRoots;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Comparison of a registry's root with the ledger: begun before the registry is read, so that only what was on record
 * then or later counts.
 */
final class LedgerRootCheck implements PendingRootCheck.Comparison {
    /** How long the record of another gateway's change is looked for: it may move into the tree meanwhile. */
    private static final Duration ON_RECORD_WITHIN = Duration.ofSeconds(3);

    private static final long AGAIN_NANOS = 20_000_000;

    private final RecordedRegistryRoots roots;
    private final String registry;
    private final boolean shared;
    private final long since;

    private LedgerRootCheck(RecordedRegistryRoots roots, String registry, boolean shared) {
        this.roots = roots;
        this.registry = registry;
        this.shared = shared;
        if (shared) {
            roots.refresh(registry);
        }
        this.since = roots.count(registry);
    }

    static LedgerRootCheck begin(RecordedRegistryRoots roots, RegistryDatabase store) {
        return begin(roots, store.name(), store.isShared());
    }

    /**
     * As above, for rows of that name in records.
     *
     * @param shared whether other gateways may change them too
     */
    static LedgerRootCheck begin(RecordedRegistryRoots roots, String registry, boolean shared) {
        return new LedgerRootCheck(roots, registry, shared);
    }

    /** True if the root is on record; of a shared registry its record may wait for its place in the ledger's tree. */
    @Override
    public boolean isOnRecord(String root) {
        long until = System.nanoTime() + ON_RECORD_WITHIN.toNanos();
        while (!isInTree(root) && !(shared && roots.isWaiting(registry, root))) {
            if (!shared || System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(AGAIN_NANOS);
            refresh();
        }
        return true;
    }

    /** Reads what was recorded meanwhile. */
    @Override
    public LedgerRootCheck refresh() {
        if (shared) {
            roots.refresh(registry);
        }
        return this;
    }

    /** True if the record of the root is in the ledger's tree, as far as it was read. */
    @Override
    public boolean isInTree(String root) {
        return roots.isCurrent(registry, root, since);
    }
}
