package io.facegate.engine.picture;

import org.jspecify.annotations.Nullable;

/** The picture cannot be decoded; the message is for the caller. */
public final class UnreadablePictureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean tooLarge;
    private final @Nullable String which;

    UnreadablePictureException(String message) {
        this(message, false);
    }

    UnreadablePictureException(String message, boolean tooLarge) {
        this(message, tooLarge, null);
    }

    private UnreadablePictureException(String message, boolean tooLarge, @Nullable String which) {
        super(message, null, false, false);
        this.sentence = message;
        this.tooLarge = tooLarge;
        this.which = which;
    }

    /** The same of the one of several pictures that has that name on the neutral API. */
    public UnreadablePictureException of(String picture) {
        return new UnreadablePictureException(sentence, tooLarge, picture);
    }

    /** What to tell the caller. */
    public String sentence() {
        return sentence;
    }

    /** Whether nothing is wrong with the picture but its size. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** Which of several pictures it is, or null. */
    public @Nullable String which() {
        return which;
    }
}
