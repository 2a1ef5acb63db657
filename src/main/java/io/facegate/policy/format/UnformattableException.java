package io.facegate.policy.format;

/** A file that cannot be formatted and stays unchanged; the message says why. */
final class UnformattableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnformattableException(String message) {
        super(message);
    }
}
