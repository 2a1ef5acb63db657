package io.facegate.app.vendorcheck;

import java.util.SortedSet;

/** How one call of a tour ended. */
sealed interface StepResult {
    /** Returns true if the vendor answered as its catalogue says. */
    default boolean isExpected() {
        return this instanceof Answered;
    }

    /** Answered; every field of the reply is in the catalogue. */
    record Answered(int status, long millis) implements StepResult {}

    /** Answered, with fields that the catalogue does not name. */
    record Differs(int status, SortedSet<String> fields) implements StepResult {}

    /** Answered without what the reply must hold. */
    record Lacking(int status, String pointer) implements StepResult {}

    /** Answered with an error, the vendor's or the gateway's. */
    record Failed(int status, String message) implements StepResult {}

    /** The gateway gave no answer, such as within a minute. */
    record Unanswered(String why) implements StepResult {}

    /** Not sent, as a reply before it lacked what the call needs. */
    record Skipped(String lacking) implements StepResult {}
}
