package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Finds the key that sealed the registry. During a rotation the next key is stored beside the old one, and the database
 * determines transactionally which one is valid. Opening a registry deletes no key: what a database shows can be an
 * older state, or one that is not committed yet. The replaced key is kept until the next rotation.
 */
final class SealKeyRotation {
    private SealKeyRotation() {}

    /**
     * Opens the vault of the valid key; changes no file.
     *
     * @param proof throws {@link Unusable} for a vault that did not seal the registry
     */
    static SecretCipher openValid(Path folder, Consumer<SecretCipher> proof) {
        var next = Guard.REGISTRY.nextKeyFile(folder);
        if (Files.exists(next)) {
            var coming = SecretCipher.openFile(next, Guard.REGISTRY);
            if (isValid(coming, proof)) {
                return coming;
            }
        }
        var vault = SecretCipher.open(folder, Guard.REGISTRY);
        proof.accept(vault);
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

    /**
     * Puts the next key in place if the registry is sealed under it, and keeps the replaced one; for a caller that
     * excludes every other rotation.
     *
     * @throws Unusable if the key that is then in place is not the one that sealed the registry
     */
    static SecretCipher activateNextKey(Path folder, Consumer<SecretCipher> proof) {
        var key = Guard.REGISTRY.keyFile(folder);
        var next = Guard.REGISTRY.nextKeyFile(folder);
        boolean alone = !Files.exists(next);
        try {
            if (!alone && isValid(SecretCipher.openFile(next, Guard.REGISTRY), proof)) {
                if (Files.exists(key)) {
                    keep(key, Guard.REGISTRY.oldKeyFile(folder));
                }
                Files.move(next, key, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException notMoved) {
            throw new Unusable("The next key of the registry could not be put in place.", notMoved);
        }
        var vault = SecretCipher.open(folder, Guard.REGISTRY);
        if (alone) {
            proof.accept(vault);
        } else if (!isValid(vault, proof)) {
            throw new Unusable("Neither registry.key nor registry.key.next in " + folder + " is the key that sealed the"
                    + " registry. No key was deleted: keep every registry.key* file, and restore the registry and"
                    + " its key from the same backup.");
        }
        return vault;
    }

    /** Makes room for a new key: one that sealed nothing is put aside, not deleted. */
    static Path prepareNextKey(Path folder, Consumer<SecretCipher> proof) {
        activateNextKey(folder, proof);
        var next = Guard.REGISTRY.nextKeyFile(folder);
        try {
            if (Files.exists(next)) {
                Files.move(
                        next,
                        next.resolveSibling("registry.key.unused"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return next;
        } catch (IOException notOurs) {
            throw new Unusable(next + " cannot be put aside.", notOurs);
        }
    }

    /** Keeps a key that seals nothing any more under another name. */
    static void putAside(Path key, Path kept) throws IOException {
        try {
            Files.move(key, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException done) {
            // Another process of this folder did it.
        }
    }

    private static void keep(Path key, Path kept) throws IOException {
        var fresh = kept.resolveSibling(kept.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        PrivateFiles.write(fresh, Files.readAllBytes(key));
        Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
