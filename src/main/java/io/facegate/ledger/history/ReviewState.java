package io.facegate.ledger.history;

/** What became of an answer that people must review before it is given. */
public enum ReviewState {
    /** The decision's answer was not held. */
    NONE,
    /** It waits for people. */
    WAITING,
    /** Enough people approved it. The caller has not fetched it yet. */
    APPROVED,
    /** A person rejected it. */
    REJECTED,
    /** People approved it, and the caller got it. */
    RELEASED
}
