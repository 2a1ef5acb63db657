package io.facegate.usecase.registry;

import io.facegate.registry.MintedKey;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.ArrayList;
import java.util.List;

/** Receives the secrets of keys that a file mints, before the keys are valid. */
interface MintedKeyReceiver {
    /**
     * Requires that so many keys can be received.
     *
     * @throws Unacceptable if not; nothing is changed then
     */
    void require(int keys);

    /** Receives keys, of which none is valid if this fails. */
    void keep(List<MintedKey> minted);

    /** Keeps them in memory for one answer, so that they must be minted in one transaction: all of them, or none. */
    record InMemory(List<MintedKey> keys, int most) implements MintedKeyReceiver {
        static InMemory ofAtMost(int most) {
            return new InMemory(new ArrayList<>(), most);
        }

        @Override
        public void require(int wanted) {
            if (wanted > most) {
                throw new Unacceptable("The file names " + wanted + " keys to mint. One request mints at most " + most
                        + "; with part=true the rest waits for the next request with the same file. Nothing was"
                        + " changed.");
            }
        }

        @Override
        public void keep(List<MintedKey> minted) {
            keys.clear();
            keys.addAll(minted);
        }
    }
}
