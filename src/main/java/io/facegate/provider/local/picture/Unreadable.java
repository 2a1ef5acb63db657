package io.facegate.provider.local.picture;

/** The picture cannot be decoded; the message is for the caller. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean tooLarge;

    Unreadable(String message) {
        this(message, false);
    }

    Unreadable(String message, boolean tooLarge) {
        super(message, null, false, false);
        this.sentence = message;
        this.tooLarge = tooLarge;
    }

    /** What to tell the caller. */
    public String sentence() {
        return sentence;
    }

    /** Whether nothing is wrong with the picture but its size. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
