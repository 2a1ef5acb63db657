package io.facegate.integrity;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the newest signed tree head outside the ledger's own files (rollback detection): reverting all of those
 * files is noticed unless this copy is reverted too.
 */
public interface SignedHeadStore {
    /** For a folder without such a copy. */
    SignedHeadStore NONE = new SignedHeadStore() {
        @Override
        public @Nullable Signed newest() {
            return null;
        }

        @Override
        public boolean remember(Signed signed) {
            return false;
        }
    };

    /**
     * A signed tree head.
     *
     * @param gateway id of the folder's gateway, or {@code alone} if the ledger is a file of the folder
     * @param size number of records
     * @param root root hash over them, lowercase hex; empty if there are none
     */
    record Signed(String gateway, long size, String root) {}

    /**
     * Returns the last remembered tree head, which can lag behind; null if there was none.
     *
     * @throws io.facegate.call.Fault.RegistryDown if it was altered or removed, or cannot be read
     */
    @Nullable
    Signed newest();

    /** Replaces the remembered tree head; false if it cannot be stored yet. */
    boolean remember(Signed signed);
}
