package io.facegate.app.vendorcheck;

import java.util.SortedSet;

/** How one call of a check ended. */
sealed interface CheckedCallResult {
    /** Returns true if the vendor answered as its catalogue says. */
    default boolean isExpected() {
        return this instanceof Answered;
    }

    /** Answered; every field of the reply is in the catalogue. */
    record Answered(int status, long millis) implements CheckedCallResult {}

    /** Answered, with fields that the catalogue does not name. */
    record Differs(int status, SortedSet<String> fields) implements CheckedCallResult {}

    /** Answered without what the reply must hold. */
    record Lacking(int status, String pointer) implements CheckedCallResult {}

    /** Answered with an error, the vendor's or the gateway's. */
    record Failed(int status, String message) implements CheckedCallResult {}

    /** The gateway gave no answer, such as within a minute. */
    record Unanswered(String why) implements CheckedCallResult {}

    /** Not sent, as a reply before it lacked what the call needs. */
    record Skipped(String lacking) implements CheckedCallResult {}
}
