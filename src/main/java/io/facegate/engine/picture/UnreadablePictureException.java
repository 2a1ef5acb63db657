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

    /** Returns a copy that names the affected picture as on the neutral API. */
    public UnreadablePictureException withPicture(String picture) {
        return new UnreadablePictureException(sentence, tooLarge, picture);
    }

    /** The message for the caller. */
    public String sentence() {
        return sentence;
    }

    /** True if only the size is the problem. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** Name of the affected picture, or null. */
    public @Nullable String picture() {
        return which;
    }
}
