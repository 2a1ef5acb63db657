package io.facegate.ledger.reading;

/** Result of verifying a record by {@link VerifiedRecords}: verified, or tampered without any of its content. */
public sealed interface CheckedRecord permits VerifiedRecord, TamperedRecord {
    /** Its position in the tree, from 0. */
    long index();

    /**
     * Returns the record, for callers that require a verified one.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if it does not verify
     */
    VerifiedRecord requireVerified();
}
