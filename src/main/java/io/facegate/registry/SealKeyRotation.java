package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Finds the key that sealed the registry. During a rotation the next key is stored beside the old one, and the database
 * determines transactionally which one is valid.
 */
final class SealKeyRotation {
    private SealKeyRotation() {}

    /**
     * Opens the vault of the valid key; completes or undoes a rotation interrupted by a crash.
     *
     * @param proof throws {@link Unusable} for a vault that did not seal the registry
     */
    static SecretCipher openValid(Path folder, Consumer<SecretCipher> proof) {
        var next = Guard.REGISTRY.nextKeyFile(folder);
        if (!Files.exists(next)) {
            var vault = SecretCipher.open(folder, Guard.REGISTRY);
            proof.accept(vault);
            return vault;
        }
        var coming = SecretCipher.openFile(next, Guard.REGISTRY);
        if (isValid(coming, proof)) {
            return activateNextKey(folder);
        }
        var vault = SecretCipher.open(folder, Guard.REGISTRY);
        proof.accept(vault);
        discard(next);
        return vault;
    }

    private static boolean isValid(SecretCipher vault, Consumer<SecretCipher> proof) {
        try {
            proof.accept(vault);
            return true;
        } catch (Unusable other) {
            return false;
        }
    }

    /** Replaces the old key by the next key. */
    static SecretCipher activateNextKey(Path folder) {
        try {
            if (!Files.exists(Guard.REGISTRY.nextKeyFile(folder))) {
                // Another process that opened the registry has done it already.
                return SecretCipher.open(folder, Guard.REGISTRY);
            }
            Files.move(
                    Guard.REGISTRY.nextKeyFile(folder),
                    Guard.REGISTRY.keyFile(folder),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return SecretCipher.open(folder, Guard.REGISTRY);
        } catch (IOException notMoved) {
            throw new Unusable("The next key of the registry could not be put in place.", notMoved);
        }
    }

    static void discard(Path next) {
        try {
            Files.deleteIfExists(next);
        } catch (IOException notOurs) {
            throw new Unusable(next + " cannot be removed.", notOurs);
        }
    }
}
