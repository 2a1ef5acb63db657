package io.facegate.ledger.proof;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.witness.WitnessPolicy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be checked, and against what.
 *
 * @param what a data folder, a ledger's file, a folder of tiles, or a proof
 * @param keys the text of a public key, or of a chain of them; null for the one that the data folder itself has
 * @param checkpoint a checkpoint that was noted elsewhere, or null
 * @param witnesses whose quorum checkpoints must have
 * @param receipts to be looked for
 */
public record Evidence(
        Path what, @Nullable String keys, @Nullable Path checkpoint, WitnessPolicy witnesses, List<Receipt> receipts) {
    public Evidence {
        receipts = List.copyOf(receipts);
    }
}
