package io.facegate.integrity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registry roots recorded in the ledger. */
public interface RecordedRegistryRoots {
    /** For a registry without a ledger. */
    RecordedRegistryRoots NONE = new RecordedRegistryRoots() {
        @Override
        public @Nullable RegistryRoots newest(String registry) {
            return null;
        }

        @Override
        public long count(String registry) {
            return 0;
        }

        @Override
        public boolean isCurrent(String registry, String root, long since) {
            return true;
        }
    };

    /**
     * Reads what other gateways recorded, for a registry that they share; does nothing where no other gateway writes.
     *
     * @throws io.facegate.call.Fault.LedgerDown if the ledger cannot be read, or was changed
     */
    default void refresh(String registry) {}

    /**
     * True if the durable record of a change to that root still waits for its place in the tree of a shared ledger.
     *
     * @throws io.facegate.call.Fault.LedgerDown if the ledger cannot be read
     */
    default boolean isWaiting(String registry, String root) {
        return false;
    }

    /** The registry's newest recorded roots, or null if none. */
    @Nullable
    RegistryRoots newest(String registry);

    /** A number that grows with every recorded root. */
    long count(String registry);

    /**
     * How many records a shared ledger has after the one with the registry's newest roots, as far as it is known; 0 where
     * no other gateway writes.
     *
     * @throws io.facegate.call.Fault.LedgerDown if the ledger cannot be read
     */
    default long recordsAfter(String registry) {
        return 0;
    }

    /**
     * True if a root is the one before or after the newest recorded change, or was at any time since {@code since}.
     *
     * @param since value of {@link #count} before the registry was read
     */
    boolean isCurrent(String registry, String root, long since);

    /** The records whose salts were erased, by the acts on record. */
    default Set<String> erasedRecords() {
        return Set.of();
    }
}
