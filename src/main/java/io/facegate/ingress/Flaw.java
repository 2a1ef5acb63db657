package io.facegate.ingress;

import io.facegate.call.Ask;
import io.facegate.call.Reply.Failure;

/** A parameter is not what the vendor takes; said to the caller in the vendor's own error. */
public final class Flaw extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure kind;

    public Flaw(Failure kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Flaw(String message) {
        this(Failure.INVALID_PARAMETER, message);
    }

    /** What the call asks, this flaw being in it. */
    public Ask.Flawed ask() {
        return new Ask.Flawed(kind, String.valueOf(getMessage()));
    }
}
