package io.facegate.vendor.fetch;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply.Failure;

/** A picture was not fetched; the message goes to the caller that named it. */
final class PictureNotFetched extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure kind;

    PictureNotFetched(Failure kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** Creates an error caused by the URL or its host. */
    PictureNotFetched(String message) {
        this(Failure.INVALID_URL, message);
    }

    static PictureNotFetched timedOut() {
        return new PictureNotFetched("The picture was not fetched: it did not arrive in time.");
    }

    /** Returns true if the gateway is busy, so that the same call may succeed later. */
    boolean isOurs() {
        return kind == Failure.THROTTLED;
    }

    /** Returns the normalized request that carries this error. */
    NormalizedRequest.Flawed toFlawedRequest() {
        return new NormalizedRequest.Flawed(kind, String.valueOf(getMessage()));
    }
}
