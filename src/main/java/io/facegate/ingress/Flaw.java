package io.facegate.ingress;

import io.facegate.call.Ask;
import io.facegate.call.Reply.Failure;
import org.jspecify.annotations.Nullable;

/** A parameter is not what the vendor takes; said to the caller in the vendor's own error. */
public final class Flaw extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure kind;
    private final @Nullable String about;

    private Flaw(Failure kind, @Nullable String message, @Nullable String about) {
        super(message, null, false, false);
        this.kind = kind;
        this.about = about;
    }

    public Flaw(Failure kind, String message) {
        this(kind, message, null);
    }

    public Flaw(String message) {
        this(Failure.INVALID_PARAMETER, message);
    }

    /** The same of the parameter of that name. */
    public Flaw about(String parameter) {
        return new Flaw(kind, getMessage(), parameter);
    }

    /** What the call asks, this flaw being in it. */
    public Ask.Flawed ask() {
        return new Ask.Flawed(kind, String.valueOf(getMessage()), about);
    }
}
