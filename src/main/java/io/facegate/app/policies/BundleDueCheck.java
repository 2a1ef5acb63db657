package io.facegate.app.policies;

import io.facegate.usecase.delivery.BundleManifest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the moment of a bundle has come: by the machine's clock, and by the ledger's time.
 *
 * @param latest tells the latest time that the ledger's clock check accepts
 */
record BundleDueCheck(InstantSource machine, Supplier<Instant> latest) {
    boolean isDue(BundleManifest next) {
        return next.isDue(machine.instant()) && next.isDue(latest.get());
    }

    /** Why a bundle that is due by the machine's clock waits, or null. */
    @Nullable
    String findDoubt(BundleManifest next) {
        return next.isDue(machine.instant()) && !next.isDue(latest.get())
                ? "bundle " + next.serial() + " is due by the clock of this machine, but not by the time of the ledger."
                        + " If the clock is right, run: facegate ledger clock accept"
                : null;
    }
}
