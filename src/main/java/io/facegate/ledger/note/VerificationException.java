package io.facegate.ledger.note;

/** Something that was to prove the ledger does not, and why. */
public final class VerificationException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param why half a sentence, such as "the signature does not verify" */
    public VerificationException(String why) {
        super(why);
    }

    /** The half sentence. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
