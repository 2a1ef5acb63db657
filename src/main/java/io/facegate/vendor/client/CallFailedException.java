package io.facegate.vendor.client;

import io.facegate.call.Reply;
import org.jspecify.annotations.Nullable;

/** The call ends with an error that its caller is told: it cannot be expressed to the vendor, or a step of it failed. */
public final class CallFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply.Failed failed;

    public CallFailedException(Reply.Failed failed) {
        super(failed.message(), null, false, false);
        this.failed = failed;
    }

    /** @param parameter the parameter at fault, by its neutral name; or null */
    public CallFailedException(Reply.Failure kind, String message, @Nullable String parameter) {
        this(new Reply.Failed(kind, message, parameter));
    }

    /** Returns the answer of the call. */
    public Reply.Failed failed() {
        return failed;
    }
}
