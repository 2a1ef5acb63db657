package io.facegate.registry;

import io.facegate.integrity.MovingStoreFile;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;

/** Begins and ends the move of one of the registry's own store files; what fails makes the registry unusable. */
final class RegistryFileMove {
    private RegistryFileMove() {}

    /** True if the folder has rows to move. */
    static boolean begin(MovingStoreFile file, SealOptions policy) {
        try {
            return file.begin(policy);
        } catch (IOException refused) {
            throw new Unusable(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Ends the move. */
    static void retire(MovingStoreFile file) {
        try {
            file.retire();
        } catch (IOException notOurs) {
            throw new Unusable(
                    file.file() + " was moved to the registry's database and cannot be put aside. Start again.",
                    notOurs);
        }
    }
}
