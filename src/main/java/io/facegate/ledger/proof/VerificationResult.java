package io.facegate.ledger.proof;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.note.Checkpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a ledger, or a part of it, with a public key.
 *
 * @param records what was found of the records, and the first that is wrong
 * @param checkpoint the newest that is signed, or null where there is none
 * @param trouble what is wrong apart from any record, or null
 * @param receipts the receipts that were looked for, in their order
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
     * A receipt that was looked for.
     *
     * @param index of its record, or -1 where there is none
     * @param late whether the copy ends before the receipt was given, so that it says nothing of it
     */
    public record Sought(Receipt receipt, long index, boolean late) {
        public boolean found() {
            return index >= 0;
        }
    }

    public boolean sound() {
        return records.sound() && trouble == null && receipts.stream().allMatch(Sought::found);
    }

    /** Records that came after the newest checkpoint: receipts cover them, and nothing else does. */
    public long uncovered() {
        return checkpoint == null ? records.size() : Math.max(0, records.size() - checkpoint.size());
    }

    /** The same, with what became of receipts. */
    VerificationResult with(List<Sought> sought) {
        return new VerificationResult(records, checkpoint, trouble, sought);
    }
}
