package io.facegate.ledger.note;

/** A signature, proof or log does not verify, with the reason. */
public final class VerificationException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param why half a sentence, such as "the signature does not verify" */
    public VerificationException(String why) {
        super(why);
    }

    /** The reason, as half a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
