package io.facegate.ledger.reading;

import io.facegate.call.Fault;

/** A record that is not the one that was written. Its bytes are not kept: they may say anything. */
public record TamperedRecord(long index, Cause cause) implements CheckedRecord, CheckedDecision {
    /** How that shows. */
    public enum Cause {
        /** Its bytes do not have the hash that the tree holds for it. */
        CHANGED("its bytes were changed after it was written"),
        /** The hash that is stored for it does not lead to the root of the tree. */
        UNPROVEN("the hashes stored for it and its neighbours do not lead to the tree that was signed"),
        /** There is no row that holds it. */
        MISSING("it was removed, or stands at another place"),
        /** Its row is there, and holds no bytes. */
        EMPTIED("its bytes are gone");

        private final String what;

        Cause(String what) {
            this.what = what;
        }

        /** In words. */
        public String what() {
            return what;
        }
    }

    @Override
    public VerifiedRecord demanded() {
        throw new Fault.LedgerTampered(index, cause.what());
    }
}
