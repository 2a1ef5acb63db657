package io.facegate.policy.format;

/** Why a file is left as it is. */
final class Unformattable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unformattable(String message) {
        super(message);
    }
}
