package io.facegate.app.vendorcheck;

import java.util.SortedSet;

/** How one call of a check ended. */
sealed interface VendorCheckCallResult {
    /** Returns true if the vendor answered as its catalogue says. */
    default boolean isExpected() {
        return this instanceof Answered;
    }

    /** Answered; every field of the reply is in the catalogue. */
    record Answered(int status, long millis) implements VendorCheckCallResult {}

    /** Answered, with fields that the catalogue does not name. */
    record Differs(int status, SortedSet<String> fields) implements VendorCheckCallResult {}

    /** Answered without what the reply must hold. */
    record Lacking(int status, String pointer) implements VendorCheckCallResult {}

    /** Answered with an error, the vendor's or the gateway's. */
    record Failed(int status, String message) implements VendorCheckCallResult {}

    /** The gateway gave no answer, such as within a minute. */
    record Unanswered(String why) implements VendorCheckCallResult {}

    /** Not sent, as a reply before it lacked what the call needs. */
    record Skipped(String lacking) implements VendorCheckCallResult {}
}
