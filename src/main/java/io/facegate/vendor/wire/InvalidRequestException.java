package io.facegate.vendor.wire;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply.Failure;
import org.jspecify.annotations.Nullable;

/** A parameter is invalid for the vendor's API; the caller gets the vendor's own error. */
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

    /** Returns the exception with the parameter's name. */
    public InvalidRequestException withParameter(String parameter) {
        return new InvalidRequestException(kind, getMessage(), parameter);
    }

    /** Returns the normalized request that carries this error. */
    public NormalizedRequest.Flawed toFlawedRequest() {
        return new NormalizedRequest.Flawed(kind, String.valueOf(getMessage()), about);
    }
}
