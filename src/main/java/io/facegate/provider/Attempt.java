package io.facegate.provider;

import io.facegate.call.Reply.Envelope;

/** How one try to send a request ended. */
public sealed interface Attempt {
    /**
     * The vendor, or whoever stands in its place, answered in full.
     */
    record Answered(int status, byte[] body, Envelope envelope) implements Attempt {}

    /** There was no connection; nothing was written. */
    record Unsent() implements Attempt {}

    /** Who answered could not prove to be the vendor; nothing was written. */
    record Distrusted() implements Attempt {}

    /**
     * The connection ended after something was written.
     *
     * @param begun whether an answer had begun
     */
    record Lost(boolean begun) implements Attempt {}

    record TooLong() implements Attempt {}

    record Late() implements Attempt {}

    /** Too many calls wait for a connection; nothing was written. */
    record Crowded() implements Attempt {}
}
