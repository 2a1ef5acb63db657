package io.facegate.catalogue;

/** What the unmodified clients of an API send again by themselves. */
public enum ClientRetryBehaviour {
    /** Nothing. */
    NOTHING,
    /** Calls that are answered {@code UNAVAILABLE} or {@code DEADLINE_EXCEEDED}. */
    UNAVAILABLE,
    /** Calls that are throttled, answered with an error of the server, or not answered. */
    EVERY_FAILURE
}
