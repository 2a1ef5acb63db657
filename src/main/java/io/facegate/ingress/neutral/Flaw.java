package io.facegate.ingress.neutral;

import io.facegate.call.Reply.Failure;

/** A parameter is not what the operation takes: the call is judged, written down, and then told so. */
final class Flaw extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure kind;

    Flaw(Failure kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    Flaw(String message) {
        this(Failure.INVALID_PARAMETER, message);
    }

    Failure kind() {
        return kind;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
