package io.facegate.usecase.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RegistryRootHistory;
import io.facegate.ledger.store.SharedSaltStorage;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.SharedSalts;
import io.facegate.registry.SharedSteps;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the salts and words of records are: in the data folder, or in the database of a registry that gateways share. */
public final class RecordSalts {
    private RecordSalts() {}

    /** The ledger, with its salts where the registry is; a command opens them at each use. */
    public static LedgerAddress in(RegistryAddress registry, LedgerAddress ledger) {
        return registry.isShared() ? ledger.withSalts(storage(registry, ledger)) : ledger;
    }

    /** The salts of a shared registry, opened at each use. */
    static SharedSaltStorage storage(RegistryAddress registry, LedgerAddress ledger) {
        return new SharedSaltStorage(
                ledger.data(), () -> open(registry, ledger).map(rows -> rows), new SharedSteps(registry));
    }

    /**
     * Copies the salts of a shared registry to the data folder, before the registry is moved there. Begun again, it takes
     * nothing twice.
     */
    public static void copyToFolder(RegistryAddress registry, LedgerAddress ledger) throws SQLException, IOException {
        storage(registry, ledger).copyToFolder();
    }

    private static Optional<SharedSalts> open(RegistryAddress registry, LedgerAddress ledger) throws SQLException {
        var roots = new RegistryRootHistory(ledger);
        return SharedSalts.open(registry, name -> policy(TamperAlarm.NONE, roots.newest(name)), TamperAlarm.NONE);
    }

    private static SealOptions policy(TamperAlarm alarm, @Nullable RegistryRoots newest) {
        return new SealOptions(alarm, newest == null, newest == null ? null : newest.after());
    }
}
