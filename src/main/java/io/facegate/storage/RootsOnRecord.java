package io.facegate.storage;

import org.jspecify.annotations.Nullable;

/** What the ledger knows of the roots of a gateway's registries. */
public interface RootsOnRecord {
    /** For a registry without a ledger. */
    RootsOnRecord NONE = new RootsOnRecord() {
        @Override
        public @Nullable RegistryRoots newest(String registry) {
            return null;
        }

        @Override
        public long count(String registry) {
            return 0;
        }

        @Override
        public boolean current(String registry, String root, long since) {
            return true;
        }
    };

    /** The newest roots on record of a registry, or null where the ledger knows none. */
    @Nullable
    RegistryRoots newest(String registry);

    /** A number that grows with every root that is put on record. */
    long count(String registry);

    /**
     * Whether a root is either side of the newest change on record, or was since that moment.
     *
     * @param since what {@link #count} was before the registry was read
     */
    boolean current(String registry, String root, long since);
}
