package io.facegate.ledger.history;

import io.facegate.ledger.reading.CheckedRecord;

/** One record of what led to a decision or followed it: verified, or known not to verify. */
public record HistoryStep(Kind kind, CheckedRecord record) {
    /** What the record is about. */
    public enum Kind {
        /** The decision whose answer was held for review; this one handed it over. */
        HELD,
        /** A person approved the held answer. */
        APPROVED,
        /** A person rejected the held answer. */
        REJECTED,
        /** The decision that handed over the answer that this one held. */
        RELEASED,
        /** A step of the appeal. */
        APPEAL,
        /** A step of the authorisation after the fact. */
        AUTHORISATION,
        /** A record that may belong here: it does not verify, so nobody can tell. */
        TAMPERED
    }
}
