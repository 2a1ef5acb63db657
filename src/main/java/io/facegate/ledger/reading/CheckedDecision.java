package io.facegate.ledger.reading;

/** Result of looking up a decision: its details, a tampered record, or a record not in the tree yet. */
public sealed interface CheckedDecision permits DecisionDetails, TamperedRecord, CheckedDecision.NotInTree {
    /** Acknowledged, but not in the tree yet. */
    record NotInTree() implements CheckedDecision {}
}
