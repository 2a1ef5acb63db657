package io.facegate.registry.master;

/** A master key that cannot be used; the message is a sentence for operators, without secrets. */
public final class MasterKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    public MasterKeyException(String message) {
        super(message);
    }

    public MasterKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
