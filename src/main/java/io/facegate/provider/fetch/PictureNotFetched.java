package io.facegate.provider.fetch;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply.Failure;

/** Why a picture was not fetched, said to whoever named it. */
final class PictureNotFetched extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure kind;

    PictureNotFetched(Failure kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** One that lies with the URL or whoever answers there. */
    PictureNotFetched(String message) {
        this(Failure.INVALID_URL, message);
    }

    static PictureNotFetched late() {
        return new PictureNotFetched("The picture was not fetched: it did not come in time.");
    }

    /** Whether the gateway is busy, so that the same call may do later. */
    boolean isOurs() {
        return kind == Failure.THROTTLED;
    }

    /** What the call asks, this being so. */
    NormalizedRequest.Flawed ask() {
        return new NormalizedRequest.Flawed(kind, String.valueOf(getMessage()));
    }
}
