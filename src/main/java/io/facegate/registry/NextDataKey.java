package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import io.facegate.registry.WrappedVault.NewlyWrapped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The data key that a rotation puts in the place of the present one. */
interface NextDataKey {
    /** Prepares the key in the rotation's transaction; until the commit, the present key counts. */
    SecretCipher prepare(Connection connection) throws SQLException;

    /** Stores in the database what shows that the prepared key is the one that counts. */
    void store(Connection connection, SecretCipher before, SecretCipher prepared) throws SQLException;

    /** Puts it in place after the commit. */
    void activate();

    /** A key in {@code registry.key}. */
    record InFile(RegistryAddress address) implements NextDataKey {
        @Override
        public SecretCipher prepare(Connection connection) throws SQLException {
            var next = SealKeyRotation.prepareNextKey(address.data(), RegistryVault.proof(connection));
            return SecretCipher.createFile(next, Guard.REGISTRY);
        }

        @Override
        public void store(Connection connection, SecretCipher before, SecretCipher prepared) throws SQLException {
            RegistryVault.prove(connection, prepared);
        }

        @Override
        public void activate() {
            try (var connection = RegistryOpening.CHANGE.connect(address)) {
                connection.write(
                        writer -> SealKeyRotation.activateNextKey(address.data(), RegistryVault.proof(writer)));
            } catch (SQLException | IOException failed) {
                throw new Unusable(
                        "The registry is sealed under a new key, which is in registry.key.next and could not be put in"
                                + " place. Keep that file, and run again: facegate registry rotate.",
                        failed);
            }
        }
    }

    /**
     * A key that a master key wraps.
     *
     * @param present the wrapped key in use; null if it stands in a file
     */
    record Wrapped(
            RegistryAddress address,
            NewlyWrapped next,
            @Nullable MasterKeyReference present) implements NextDataKey {
        @Override
        public SecretCipher prepare(Connection connection) throws SQLException {
            var found = WrappedDataKey.find(connection);
            if (!Objects.equals(found == null ? null : found.reference(), present)) {
                throw new Unacceptable("Somebody else changed the registry's key at the same moment. Run it again.");
            }
            next.reference().prepare(address.data());
            return next.vault();
        }

        @Override
        public void store(Connection connection, SecretCipher before, SecretCipher prepared) throws SQLException {
            next.linked(before, RegistryVault.proofOf(prepared)).write(connection);
            MasterKeySetting.write(connection, next.reference());
        }

        @Override
        public void activate() {
            DataKeyMemory.remember(next.vault());
            new WrappedVault(address.data()).adopt(next.reference());
        }
    }
}
