package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import io.facegate.registry.master.MasterKeyException;
import io.facegate.registry.master.WrappingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens the vault of a registry whose data key is wrapped. The data folder names the master key; a database that names
 * another one is accepted only with an HMAC under the data key that this gateway knows.
 */
record WrappedVault(Path folder) {
    private static final String JOIN = " Copy " + MasterKeyReference.FILE + " from the data folder of another gateway:"
            + " facegate gateway join --from DIR --to DIR.";

    /**
     * Opens the vault; changes no file.
     *
     * @param proof throws {@link Unusable} for a vault that did not seal the registry
     */
    SecretCipher open(WrappedDataKey wrapped, Consumer<SecretCipher> proof) {
        requireTrusted(wrapped);
        var known = DataKeyMemory.find(wrapped.reference().dataKey());
        var vault = known == null ? unwrap(wrapped) : known;
        proof.accept(vault);
        DataKeyMemory.remember(vault);
        return vault;
    }

    /** As above; the folder then names the master key that was found. */
    SecretCipher follow(WrappedDataKey wrapped, Consumer<SecretCipher> proof) {
        var vault = open(wrapped, proof);
        adopt(wrapped.reference());
        return vault;
    }

    /** Adopts what the verified rows name, so that a restart of this gateway knows it too. */
    void adoptSealed(RegistrySeal.State verified) {
        var named = MasterKeySetting.find(verified);
        if (named != null) {
            adopt(named);
        }
    }

    /** Makes a reference that was found to be right the folder's own; puts a key file aside that seals nothing now. */
    void adopt(MasterKeyReference found) {
        requireNotOlder(MasterKeyReference.read(folder), found);
        if (!found.equals(MasterKeyReference.read(folder))) {
            found.adopt(folder);
        }
        var plain = Guard.REGISTRY.keyFile(folder);
        if (Files.exists(plain)
                && !MasterKeys.isFile(found.master(), plain.getFileName().toString())) {
            try {
                SealKeyRotation.putAside(plain, Guard.REGISTRY.oldKeyFile(folder));
            } catch (IOException notOurs) {
                throw new Unusable(plain + " seals nothing any more and could not be put aside.", notOurs);
            }
        }
    }

    private SecretCipher unwrap(WrappedDataKey wrapped) {
        var master = wrapped.reference().master();
        try {
            var binding = wrapped.binding();
            var key = MasterKeys.find(master, folder).unwrap(wrapped.bytes(), binding);
            var vault = SecretCipher.ofKey(folder.resolve(MasterKeyReference.FILE), Guard.REGISTRY, key);
            if (!vault.id().equals(binding.dataKey())) {
                throw new MasterKeyException("What " + master + " unwrapped is not the registry's data key.");
            }
            return vault;
        } catch (MasterKeyException failed) {
            throw new Unusable(
                    "The registry's data key cannot be unwrapped: " + failed.getMessage() + " Nothing is opened without"
                            + " it.",
                    failed);
        }
    }

    private void requireTrusted(WrappedDataKey wrapped) {
        var own = MasterKeyReference.read(folder);
        var found = wrapped.reference();
        requireNotOlder(own, found);
        if (found.equals(own) || found.equals(MasterKeyReference.readNext(folder)) || isLinked(wrapped, own)) {
            return;
        }
        throw new Unusable(
                own == null
                        ? "The registry's data key is wrapped by a master key, and the data folder " + folder
                                + " does not say which." + JOIN
                        : "The registry names another master key than " + folder.resolve(MasterKeyReference.FILE)
                                + ": it was changed while this gateway was away, or somebody changed the database."
                                + JOIN);
    }

    private static void requireNotOlder(@Nullable MasterKeyReference own, MasterKeyReference found) {
        if (own != null && own.generation() > found.generation()) {
            throw new Unusable("The registry's wrapped key is of generation " + found.generation()
                    + ", and this data folder knows generation " + own.generation()
                    + ": somebody put an older one back, or restored an older database. Restore the newest backup.");
        }
    }

    /** True if a key that this gateway has vouches for the wrapped one. */
    private boolean isLinked(WrappedDataKey wrapped, @Nullable MasterKeyReference own) {
        var known = new ArrayList<SecretCipher>();
        if (own == null) {
            if (SecretCipher.exists(folder, Guard.REGISTRY)) {
                known.add(SecretCipher.open(folder, Guard.REGISTRY));
            }
        } else {
            var remembered = DataKeyMemory.find(own.dataKey());
            if (remembered != null) {
                known.add(remembered);
            }
        }
        return known.stream().anyMatch(wrapped::isLinkedBy);
    }

    /**
     * Wraps a data key by a master key, and proves that it can be unwrapped.
     *
     * @param master the master key's name
     */
    static NewlyWrapped wrap(Path folder, String master, long generation, byte[] dataKey) {
        var vault = SecretCipher.ofKey(folder.resolve(MasterKeyReference.FILE), Guard.REGISTRY, dataKey);
        var binding = new WrappingContext(vault.id(), generation);
        try {
            var wrapped = MasterKeys.findOrCreate(master, folder).wrap(dataKey, binding);
            var again = MasterKeys.find(wrapped.master(), folder).unwrap(wrapped.bytes(), binding);
            if (!java.security.MessageDigest.isEqual(again, dataKey)) {
                throw new MasterKeyException("What " + wrapped.master() + " unwrapped is not what it wrapped.");
            }
            return new NewlyWrapped(
                    vault, new MasterKeyReference(generation, vault.id(), wrapped.master()), wrapped.bytes());
        } catch (MasterKeyException failed) {
            throw new Unusable("Nothing was changed: " + failed.getMessage(), failed);
        }
    }

    /** A data key that was wrapped and is not in the database yet. */
    record NewlyWrapped(SecretCipher vault, MasterKeyReference reference, byte[] wrapped) {
        /**
         * The row of the database.
         *
         * @param before the data key before, which vouches for this one
         */
        WrappedDataKey linked(SecretCipher before, byte[] proof) {
            return new WrappedDataKey(reference, wrapped, WrappedDataKey.linkOf(before, reference), proof);
        }
    }
}
