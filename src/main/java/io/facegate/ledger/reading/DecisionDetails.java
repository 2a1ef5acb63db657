package io.facegate.ledger.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the ledger holds on one decision.
 *
 * @param outcome the outcome's record; null while the call is open, for refusals, and if that record does not verify
 * @param tampered the outcome's record, if it does not verify
 * @param treeSize the number of records in the tree with this {@code root}
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

    /** Details where everything verifies. */
    public DecisionDetails(
            VerifiedRecord decision, @Nullable VerifiedRecord outcome, long treeSize, byte[] root, List<byte[]> path) {
        this(decision, outcome, null, treeSize, root, path);
    }
}
