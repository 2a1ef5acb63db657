package io.facegate.cli.backup;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.usecase.registry.RegistrySealing;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a copy of a data folder is sound: its ledger verifies, and its registry matches the ledger. */
final class BackupCheck {
    private BackupCheck() {}

    /** What is wrong, as a sentence without its end, or null. */
    static @Nullable String problem(Path copy, LedgerAddress ledger) {
        if (ledger.database() == null && ledger.mayExist()) {
            var verdict =
                    OfflineAudit.verify(new VerificationTarget(ledger, null, null, WitnessPolicy.NONE, List.of()));
            var damage = verdict.records().damage();
            if (!verdict.isIntact()) {
                return "its ledger does not verify: "
                        + (damage == null
                                ? String.valueOf(verdict.problem())
                                : "record " + (damage.index() + 1) + ", " + damage.description());
            }
        }
        return RegistrySealing.problemOfCopy(copy, ledger);
    }
}
