package io.facegate.usecase.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SaltPages;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RegistryRootHistory;
import io.facegate.ledger.store.SaltFolderCopy;
import io.facegate.ledger.store.SharedSaltStorage;
import io.facegate.registry.PostgresAppealStepLock;
import io.facegate.registry.PostgresSaltStore;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.SaltTransfer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the salts and words of records are: in the data folder, or in the database of a registry that gateways share. */
public final class SaltStorageFactory {
    private SaltStorageFactory() {}

    /** The ledger, with its salts where the registry is; a command opens them at each use. */
    public static LedgerAddress in(RegistryAddress registry, LedgerAddress ledger) {
        return registry.isShared() ? ledger.withSalts(storage(registry, ledger)) : ledger;
    }

    /** The salts of a shared registry, opened at each use. */
    static SharedSaltStorage storage(RegistryAddress registry, LedgerAddress ledger) {
        return new SharedSaltStorage(
                ledger.data(), () -> open(registry, ledger).map(rows -> rows), new PostgresAppealStepLock(registry));
    }

    /** Takes the salts of a shared registry to a data folder, as the registry is moved there. */
    public static SaltTransfer toFolder(Path data) {
        var copy = new SaltFolderCopy(data);
        return new SaltTransfer() {
            @Override
            public void copyToFolder(SaltPages shared) throws SQLException {
                try {
                    copy.copy(shared);
                } catch (IOException | SQLException failed) {
                    throw notCopied(failed);
                }
            }

            @Override
            public void takeBack() throws SQLException {
                try {
                    copy.takeBack();
                } catch (IOException failed) {
                    throw new SQLException(failed);
                }
            }
        };
    }

    private static SQLException notCopied(Exception failed) {
        return new SQLException(
                "the salts of its records cannot be copied to the folder: " + failed.getMessage(), failed);
    }

    private static Optional<PostgresSaltStore> open(RegistryAddress registry, LedgerAddress ledger)
            throws SQLException {
        var roots = new RegistryRootHistory(ledger);
        return PostgresSaltStore.open(registry, name -> policy(TamperAlarm.NONE, roots.newest(name)), TamperAlarm.NONE);
    }

    private static SealOptions policy(TamperAlarm alarm, @Nullable RegistryRoots newest) {
        return new SealOptions(alarm, newest == null, newest == null ? null : newest.after());
    }
}
