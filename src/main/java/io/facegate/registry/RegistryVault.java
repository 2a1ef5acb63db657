package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the registry's secrets; the stored proof shows whether the key file is the right one. */
final class RegistryVault {
    private static final String PROOF = "proof";
    private static final byte[] PROOF_TEXT = "sealed with this key".getBytes(StandardCharsets.US_ASCII);

    static final String SAME_KEY =
            " Every gateway needs the same key. Copy it from the data folder of another gateway: facegate gateway join"
                    + " --from DIR --to DIR.";

    private RegistryVault() {}

    /** Copies the proof of the key that sealed the rows, and that key if it is wrapped. */
    static void copyProof(Connection from, Connection to) throws SQLException {
        var wrapped = WrappedDataKey.find(from);
        if (wrapped != null) {
            wrapped.write(to);
            return;
        }
        var proof = SqlStatements.rows(from, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        writeProof(to, proof.getFirst());
    }

    /** Opens the vault. Only a new registry needs a transaction that excludes others. */
    static SecretCipher open(RegistryConnection connection, RegistryAddress address) throws SQLException {
        // A master key's service is asked outside of every transaction.
        var wrapped = connection.read(WrappedDataKey::find);
        if (wrapped != null) {
            return new WrappedVault(address.data()).follow(wrapped, vault -> requireProof(vault, wrapped.proof()));
        }
        boolean proved = connection.read(reader -> SqlStatements.number(reader, "SELECT count(*) FROM vault") > 0);
        return proved && address.isShared()
                ? connection.read(reader -> open(reader, address))
                : connection.write(writer -> open(writer, address));
    }

    /** Opens the vault and proves that it sealed the secrets; creates a new one if nothing was sealed yet. */
    static SecretCipher open(Connection connection, RegistryAddress address) throws SQLException {
        var folder = address.data();
        var wrapped = openWrapped(connection, folder);
        if (wrapped != null) {
            return wrapped;
        }
        var proofs = SqlStatements.rows(connection, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        boolean sealed = SqlStatements.number(connection, "SELECT count(*) FROM access_key WHERE revoked IS NULL") > 0
                || SqlStatements.number(connection, "SELECT length(manifest) FROM seal_head") > 0;
        if (!proofs.isEmpty() && address.isShared()) {
            return sharedVault(address, proofs.getFirst());
        }
        if (!proofs.isEmpty() && (sealed || SecretCipher.exists(folder, Guard.REGISTRY))) {
            // No other process has the file at this moment, so a rotation that was cut off is completed.
            return SealKeyRotation.activateNextKey(folder, vault -> requireProof(vault, proofs.getFirst()));
        }
        if (sealed) {
            throw new Unusable("The registry has lost the proof of its key." + RegistrySeal.WHAT_TO_DO);
        }
        var vault = SecretCipher.exists(folder, Guard.REGISTRY)
                ? SecretCipher.open(folder, Guard.REGISTRY)
                : SecretCipher.create(folder, Guard.REGISTRY);
        prove(connection, vault);
        return vault;
    }

    /** Opens the vault of a registry that is in use; changes no file. */
    static SecretCipher openReadOnly(Connection reader, RegistryAddress address) throws SQLException {
        if (address.isShared()) {
            return openShared(reader, address);
        }
        var wrapped = openWrapped(reader, address.data());
        if (wrapped != null) {
            return wrapped;
        }
        if (SqlStatements.number(reader, "SELECT count(*) FROM vault") == 0) {
            throw new Unusable(address + " is not in use yet." + RegistrySchema.NORMALLY);
        }
        return SealKeyRotation.openValid(address.data(), proof(reader));
    }

    /** Opens the vault of a shared registry that is in use. */
    static SecretCipher openShared(Connection connection, RegistryAddress address) throws SQLException {
        var wrapped = openWrapped(connection, address.data());
        if (wrapped != null) {
            return wrapped;
        }
        var proofs = SqlStatements.rows(connection, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        if (proofs.isEmpty()) {
            throw new Unusable("The database holds no registry that is in use.");
        }
        return sharedVault(address, proofs.getFirst());
    }

    /**
     * Opens the vault of a wrapped data key; null if the key stands in a file.
     *
     * @throws Unusable also if the folder names a master key and the database has no wrapped key
     */
    static @Nullable SecretCipher openWrapped(Connection connection, Path folder) throws SQLException {
        var wrapped = WrappedDataKey.find(connection);
        if (wrapped != null) {
            return new WrappedVault(folder).open(wrapped, vault -> requireProof(vault, wrapped.proof()));
        }
        if (MasterKeyReference.exists(folder)) {
            throw new Unusable("The data folder " + folder + " names a master key, and the registry has no wrapped key:"
                    + " somebody changed it, or an older copy was restored. Restore the newest backup of both."
                    + " If the master key is gone for good, see docs/identity.md, Master key.");
        }
        return null;
    }

    /** Requires the key that the registry, as this transaction sees it, was sealed with. */
    static Consumer<SecretCipher> proof(Connection connection) throws SQLException {
        var proofs = SqlStatements.rows(connection, row -> row.getBytes("proof"), "SELECT proof FROM vault");
        return vault -> requireProof(vault, proofs.getFirst());
    }

    private static void requireProof(SecretCipher vault, byte[] proof) {
        if (!Arrays.equals(vault.open(PROOF, proof), PROOF_TEXT)) {
            throw new Unusable("The registry's vault has unexpected contents.");
        }
    }

    /** Opens the vault of a registry that was sealed by the first gateway; every other one needs the same key. */
    private static SecretCipher sharedVault(RegistryAddress address, byte[] proof) {
        var folder = address.data();
        if (!SecretCipher.exists(folder, Guard.REGISTRY)) {
            throw new Unusable("The data folder " + folder + " has no registry.key, and the registry in the database"
                    + " is sealed under one." + SAME_KEY);
        }
        // Reports a missing key file, or one that others can read, with its own message.
        SecretCipher.open(folder, Guard.REGISTRY);
        try {
            return SealKeyRotation.openValid(folder, vault -> requireProof(vault, proof));
        } catch (Unusable other) {
            throw new Unusable(
                    "The registry.key in " + folder + " is not the one that sealed the registry in the database."
                            + SAME_KEY,
                    other);
        }
    }

    static void prove(Connection connection, SecretCipher vault) throws SQLException {
        writeProof(connection, proofOf(vault));
    }

    /** What shows that a key sealed the registry. */
    static byte[] proofOf(SecretCipher vault) {
        return vault.seal(PROOF, PROOF_TEXT);
    }

    private static void writeProof(Connection connection, byte[] proof) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO vault (\"only\", proof) VALUES (1, ?) ON CONFLICT (\"only\") DO UPDATE SET proof ="
                        + " excluded.proof, master = NULL, data_key = NULL, generation = NULL, wrapped = NULL,"
                        + " link = NULL",
                proof);
    }
}
