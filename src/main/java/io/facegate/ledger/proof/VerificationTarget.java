package io.facegate.ledger.proof;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SharedLog;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be checked, and against what.
 *
 * @param what a ledger, in a database or a data folder or a file by itself; or a folder of tiles, or a proof
 * @param keys the text of a public key, or of a chain of them; null for the one that the data folder itself has
 * @param checkpoint a checkpoint that was noted elsewhere, or null
 * @param witnesses whose quorum checkpoints must have
 * @param receipts to be looked for
 */
public record VerificationTarget(
        LedgerAddress what,
        @Nullable String keys,
        @Nullable Path checkpoint,
        WitnessPolicy witnesses,
        List<Receipt> receipts) {
    public VerificationTarget {
        receipts = List.copyOf(receipts);
    }

    /** The same for what is in no database. */
    public VerificationTarget(
            Path what,
            @Nullable String keys,
            @Nullable Path checkpoint,
            WitnessPolicy witnesses,
            List<Receipt> receipts) {
        this(LedgerAddress.in(what), keys, checkpoint, witnesses, receipts);
    }

    /** The folder or file, which for a database is the data folder of a gateway. */
    Path path() {
        return what.data();
    }

    /** What the gateways of a database agree on. */
    Optional<SharedLog.State> shared() throws IOException {
        var database = what.database();
        return database == null ? Optional.empty() : SharedLog.in(database);
    }

    boolean isDatabase() {
        return what.database() != null;
    }
}
