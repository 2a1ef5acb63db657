package io.facegate.provider;

/** How one try to send a request ended. */
public sealed interface Attempt {
    /**
     * The vendor, or whoever stands in its place, answered in full.
     *
     * @param retryAfter the seconds that it asks to wait before the next try, or -1
     */
    record Answered(int status, byte[] body, int retryAfter) implements Attempt {}

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
