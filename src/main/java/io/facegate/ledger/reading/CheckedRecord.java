package io.facegate.ledger.reading;

/** What {@link VerifiedRecords} says of a record that was read: it verifies, or it does not and nothing of it is told. */
public sealed interface CheckedRecord permits VerifiedRecord, TamperedRecord {
    /** Its position in the tree, from 0. */
    long index();

    /**
     * The record, where nothing may be done without it.
     *
     * @throws io.facegate.call.Fault.LedgerTampered when it does not verify
     */
    VerifiedRecord demanded();
}
