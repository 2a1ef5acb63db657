package io.facegate.ledger.proof;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.note.Checkpoint;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Result of verifying a ledger, or a part of it, with a public key.
 *
 * @param records the result for the records, with the first bad one
 * @param checkpoint the newest signed checkpoint, or null if there is none
 * @param problem a problem that concerns no record, or null
 * @param receipts results for the receipts, in their order
 */
public record VerificationResult(
        LedgerVerification records,
        @Nullable Checkpoint checkpoint,
        @Nullable String problem,
        List<ReceiptResult> receipts) {
    public VerificationResult {
        receipts = List.copyOf(receipts);
    }

    /**
     * Result for a receipt.
     *
     * @param index of its record; empty if there is none
     * @param afterCopy whether the copy ends before the receipt was issued, so that its absence proves nothing
     */
    public record ReceiptResult(Receipt receipt, OptionalLong index, boolean afterCopy) {
        public boolean isFound() {
            return index.isPresent();
        }
    }

    public boolean isIntact() {
        return records.isIntact() && problem == null && receipts.stream().allMatch(ReceiptResult::isFound);
    }

    /** Number of records after the newest checkpoint; only receipts cover them. */
    public long uncoveredRecords() {
        return checkpoint == null ? records.size() : Math.max(0, records.size() - checkpoint.size());
    }

    /** Returns a copy with results for receipts. */
    VerificationResult withReceipts(List<ReceiptResult> sought) {
        return new VerificationResult(records, checkpoint, problem, sought);
    }
}
