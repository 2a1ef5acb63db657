package io.facegate.app.server;

import io.facegate.call.MachineClock;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.Registry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens the retained stores of a gateway as its ledger knows them, and records their state roots. */
final class StoreOpening {
    private StoreOpening() {}

    /** Opens the stores and records their roots. A gateway that only reads has empty ones, and touches no other. */
    static RetainedStores open(
            GatewaySettings setup, Registry registry, AlteredRows altered, ChangeJournal journal, MachineClock clock)
            throws IOException {
        if (setup.readOnly()) {
            return RetainedStores.openEmpty(setup.reviewAge(), clock);
        }
        var keeping = RetainedStores.open(
                setup.registry(), journal, seals(registry, altered, journal), setup.reviewAge(), clock);
        recordRoots(registry, journal, keeping, true);
        keeping.hourly().add(() -> {
            recordRoots(registry, journal, keeping, false);
            // Those of shared rows are recorded by a thread of their own: two could record an older one last.
            if (!keeping.resources().isShared()) {
                keeping.recordRoots(journal);
            }
        });
        return keeping;
    }

    /** Loads the embedded engine's models where it answers calls. */
    static void loadEngine(GatewaySettings setup, RetainedStores keeping) throws IOException {
        if (!setup.readOnly() && setup.providers().names().contains("local")) {
            keeping.engine().load();
        }
    }

    private static RetainedStores.Seals seals(Registry registry, AlteredRows altered, ChangeJournal journal) {
        return new RetainedStores.Seals(
                sealPolicy(altered, journal.roots().newest(registry.stores())),
                shared -> sealPolicy(altered, journal.roots().newest(shared)));
    }

    private static SealOptions sealPolicy(AlteredRows altered, @Nullable RegistryRoots newest) {
        return new SealOptions(altered, newest == null, newest == null ? null : newest.after());
    }

    /**
     * Records the state roots of handles, galleries and held answers, so that an older copy is detected, and a start
     * finds them near the end of the ledger. If these are in the database that gateways share, it records that the
     * folder has none of its own. A root that a person accepted meanwhile is left for the next start.
     */
    static void recordRoots(Registry registry, ChangeJournal journal, RetainedStores keeping, boolean start) {
        boolean shared = keeping.resources().isShared();
        var roots = shared ? SealOptions.SHARED : keeping.roots();
        var name = registry.stores();
        var newest = journal.roots().newest(name);
        var before = newest == null ? null : newest.after();
        if (roots.isEmpty()) {
            return;
        }
        if (start || !SealOptions.ACCEPTED.equals(before)) {
            journal.write(
                    new ChangeJournal.Change("registry_verify", name, null, new RegistryRoots(name, before, roots)));
        }
    }
}
