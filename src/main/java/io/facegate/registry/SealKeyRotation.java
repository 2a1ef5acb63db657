package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretVault.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Finds the key that the registry is sealed under. The next key lies beside the old one while everything is sealed anew;
 * the database says, in the same transaction, which of the two it is.
 */
final class SealKeyRotation {
    private SealKeyRotation() {}

    /**
     * The vault of the key that proves to be the right one; a rotation that a crash cut off is completed or undone.
     *
     * @param proof throws {@link Unusable} where a vault is not the one that sealed the registry
     */
    static SecretVault current(Path folder, Consumer<SecretVault> proof) {
        var next = Guard.REGISTRY.nextIn(folder);
        if (!Files.exists(next)) {
            var vault = SecretVault.open(folder, Guard.REGISTRY);
            proof.accept(vault);
            return vault;
        }
        var coming = SecretVault.openFile(next, Guard.REGISTRY);
        if (proves(coming, proof)) {
            return taken(folder);
        }
        var vault = SecretVault.open(folder, Guard.REGISTRY);
        proof.accept(vault);
        discard(next);
        return vault;
    }

    private static boolean proves(SecretVault vault, Consumer<SecretVault> proof) {
        try {
            proof.accept(vault);
            return true;
        } catch (Unusable other) {
            return false;
        }
    }

    /** Puts the next key in the place of the old one. */
    static SecretVault taken(Path folder) {
        try {
            if (!Files.exists(Guard.REGISTRY.nextIn(folder))) {
                // Whoever opened the registry meanwhile did it.
                return SecretVault.open(folder, Guard.REGISTRY);
            }
            Files.move(
                    Guard.REGISTRY.nextIn(folder),
                    Guard.REGISTRY.in(folder),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return SecretVault.open(folder, Guard.REGISTRY);
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
