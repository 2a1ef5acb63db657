package io.facegate.cli.backup;

import io.facegate.cli.registry.LedgerChangeJournal;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.registry.Registrar;
import io.facegate.registry.RegistryException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a copy of a data folder is sound: its ledger verifies, and its registry matches the ledger. */
final class BackupCheck {
    private BackupCheck() {}

    /** What is wrong, as a sentence without its end, or null. */
    static @Nullable String problem(Path copy, LedgerAddress ledger) {
        if (ledger.database() == null && ledger.mayExist()) {
            var verdict = OfflineAudit.of(new VerificationTarget(ledger, null, null, WitnessPolicy.NONE, List.of()));
            var damage = verdict.records().damage();
            if (!verdict.sound()) {
                return "its ledger does not verify: "
                        + (damage == null
                                ? String.valueOf(verdict.trouble())
                                : "record " + damage.index() + ", " + damage.what());
            }
        }
        return Registrar.isSealedIn(copy) ? registry(copy, ledger) : null;
    }

    private static @Nullable String registry(Path copy, LedgerAddress ledger) {
        try (var registrar = Registrar.open(copy, LedgerChangeJournal.of(ledger, null))) {
            var found = registrar.verify();
            if (!found.altered().isEmpty()) {
                return "rows of its registry do not verify: " + found.altered();
            }
            // A ledger in a database may have roots newer than those at the time of the copy.
            return found.current() || ledger.database() != null ? null : "its registry does not match its ledger";
        } catch (RegistryException broken) {
            return "its registry cannot be used: " + broken.sentence();
        }
    }
}
