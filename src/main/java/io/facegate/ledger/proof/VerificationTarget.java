package io.facegate.ledger.proof;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SharedSigningState;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Target of a verification, and what to verify it against.
 *
 * @param ledger a ledger in a database, a data folder or a single file; or a folder of tiles, or a proof
 * @param keys the text of a public key or a key chain; null for the data folder's own
 * @param checkpoint a checkpoint that was noted elsewhere, or null
 * @param witnesses policy whose quorum checkpoints must have
 * @param receipts to search for
 */
public record VerificationTarget(
        LedgerAddress ledger,
        @Nullable String keys,
        @Nullable Path checkpoint,
        WitnessPolicy witnesses,
        List<Receipt> receipts) {
    public VerificationTarget {
        receipts = List.copyOf(receipts);
    }

    /** Same, for a target outside a database. */
    public VerificationTarget(
            Path ledger,
            @Nullable String keys,
            @Nullable Path checkpoint,
            WitnessPolicy witnesses,
            List<Receipt> receipts) {
        this(LedgerAddress.ofFolder(ledger), keys, checkpoint, witnesses, receipts);
    }

    /** The folder or file; for a database, the data folder of a gateway. */
    Path path() {
        return ledger.data();
    }

    /** The signing state that the gateways of a database share. */
    Optional<SharedSigningState.State> sharedState() throws IOException {
        var database = ledger.database();
        return database == null ? Optional.empty() : SharedSigningState.readFrom(database);
    }

    boolean isDatabase() {
        return ledger.database() != null;
    }
}
