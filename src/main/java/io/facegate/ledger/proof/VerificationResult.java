package io.facegate.ledger.proof;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.note.Checkpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of verifying a ledger, or a part of it, with a public key.
 *
 * @param records the result for the records, with the first bad one
 * @param checkpoint the newest signed checkpoint, or null if there is none
 * @param trouble a problem that concerns no record, or null
 * @param receipts results for the receipts, in their order
 */
public record VerificationResult(
        LedgerVerification records,
        @Nullable Checkpoint checkpoint,
        @Nullable String trouble,
        List<Sought> receipts) {
    public VerificationResult {
        receipts = List.copyOf(receipts);
    }

    /**
     * Result for a receipt.
     *
     * @param index of its record, or -1 if there is none
     * @param late whether the copy ends before the receipt was issued, so that its absence proves nothing
     */
    public record Sought(Receipt receipt, long index, boolean late) {
        public boolean found() {
            return index >= 0;
        }
    }

    public boolean sound() {
        return records.sound() && trouble == null && receipts.stream().allMatch(Sought::found);
    }

    /** Number of records after the newest checkpoint; only receipts cover them. */
    public long uncovered() {
        return checkpoint == null ? records.size() : Math.max(0, records.size() - checkpoint.size());
    }

    /** Returns a copy with results for receipts. */
    VerificationResult with(List<Sought> sought) {
        return new VerificationResult(records, checkpoint, trouble, sought);
    }
}
