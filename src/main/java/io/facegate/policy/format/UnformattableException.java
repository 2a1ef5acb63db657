package io.facegate.policy.format;

/** Why a file is left as it is. */
final class UnformattableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnformattableException(String message) {
        super(message);
    }
}
