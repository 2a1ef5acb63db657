package io.facegate.ledger.reading;

/** What the ledger holds under the id of a decision: all of it, a record that does not verify, or one that waits. */
public sealed interface CheckedDecision permits DecisionDetails, TamperedRecord, CheckedDecision.NotInTree {
    /** It was acknowledged, and waits for its place in the tree. */
    record NotInTree() implements CheckedDecision {}
}
