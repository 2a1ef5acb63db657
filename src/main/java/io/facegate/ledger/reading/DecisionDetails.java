package io.facegate.ledger.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the ledger holds of one decision.
 *
 * @param outcome how it ended, or null while it is open, for refusals, and where that record does not verify
 * @param tampered the record of how it ended, where that does not verify
 * @param treeSize the number of records in the tree that {@code root} is of
 * @param path the RFC 6962 audit path of the decision in that tree, from the leaf up
 */
public record DecisionDetails(
        VerifiedRecord decision,
        @Nullable VerifiedRecord outcome,
        @Nullable TamperedRecord tampered,
        long treeSize,
        byte[] root,
        List<byte[]> path)
        implements CheckedDecision {
    public DecisionDetails {
        path = List.copyOf(path);
    }

    /** All of it, where everything verifies. */
    public DecisionDetails(
            VerifiedRecord decision, @Nullable VerifiedRecord outcome, long treeSize, byte[] root, List<byte[]> path) {
        this(decision, outcome, null, treeSize, root, path);
    }
}
