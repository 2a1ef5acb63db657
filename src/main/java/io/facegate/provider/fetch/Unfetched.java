package io.facegate.provider.fetch;

import io.facegate.call.Ask;
import io.facegate.call.Reply.Failure;

/** Why a picture was not fetched, said to whoever named it. */
final class Unfetched extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure kind;

    Unfetched(Failure kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** One that lies with the URL or whoever answers there. */
    Unfetched(String message) {
        this(Failure.INVALID_URL, message);
    }

    static Unfetched late() {
        return new Unfetched("The picture was not fetched: it did not come in time.");
    }

    /** Whether the gateway is busy, so that the same call may do later. */
    boolean isOurs() {
        return kind == Failure.THROTTLED;
    }

    /** What the call asks, this being so. */
    Ask.Flawed ask() {
        return new Ask.Flawed(kind, String.valueOf(getMessage()));
    }
}
