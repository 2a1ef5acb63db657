package io.facegate.storage;

import org.jspecify.annotations.Nullable;

/**
 * A place apart from the ledger's own files that remembers what the log of a data folder signed: whoever takes all of those
 * files back to an older state has to take this one back, too.
 */
public interface SigningMemory {
    /** For a folder where nothing else remembers. */
    SigningMemory NONE = new SigningMemory() {
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
     * What was signed.
     *
     * @param gateway whose folder it was: its id, or {@code alone} where the ledger is a file of the folder
     * @param size how many records
     * @param root of those, lowercase hex; empty where there are none
     */
    record Signed(String gateway, long size, String root) {}

    /**
     * What was signed when it was last told so, which is a while ago; null where it never was.
     *
     * @throws io.facegate.call.Fault.RegistryDown when that was changed or removed, or cannot be read
     */
    @Nullable
    Signed newest();

    /** Remembers that instead; false where there is no place for it yet. */
    boolean remember(Signed signed);
}
