package io.facegate.ingress;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply.Failure;
import org.jspecify.annotations.Nullable;

/** A parameter is not what the vendor takes; said to the caller in the vendor's own error. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure kind;
    private final @Nullable String about;

    private InvalidRequestException(Failure kind, @Nullable String message, @Nullable String about) {
        super(message, null, false, false);
        this.kind = kind;
        this.about = about;
    }

    public InvalidRequestException(Failure kind, String message) {
        this(kind, message, null);
    }

    public InvalidRequestException(String message) {
        this(Failure.INVALID_PARAMETER, message);
    }

    /** The same of the parameter of that name. */
    public InvalidRequestException about(String parameter) {
        return new InvalidRequestException(kind, getMessage(), parameter);
    }

    /** What the call asks, this flaw being in it. */
    public NormalizedRequest.Flawed ask() {
        return new NormalizedRequest.Flawed(kind, String.valueOf(getMessage()), about);
    }
}
