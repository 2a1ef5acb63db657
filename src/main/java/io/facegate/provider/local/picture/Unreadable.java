package io.facegate.provider.local.picture;

/** The picture cannot be decoded; the message is for the caller. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
        super(message, null, false, false);
    }
}
