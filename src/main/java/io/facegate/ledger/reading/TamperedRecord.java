package io.facegate.ledger.reading;

import io.facegate.call.Fault;

/** A record that differs from the one that was written. Its bytes are not kept, because they are untrustworthy. */
public record TamperedRecord(long index, Cause cause) implements CheckedRecord, CheckedDecision {
    /** How the tampering shows. */
    public enum Cause {
        /** Its bytes do not have the hash that the tree holds for it. */
        CHANGED("its bytes were changed after it was written"),
        /** The hash that is stored for it does not lead to the root of the tree. */
        UNPROVEN("the hashes stored for it and its neighbours do not lead to the tree that was signed"),
        /** No row holds it. */
        MISSING("it was removed, or stands at another place"),
        /** Its row exists, without bytes. */
        EMPTIED("its bytes are gone");

        private final String what;

        Cause(String what) {
            this.what = what;
        }

        /** Description of the cause. */
        public String description() {
            return what;
        }
    }

    @Override
    public VerifiedRecord requireVerified() {
        throw new Fault.LedgerTampered(index, cause.description());
    }
}
