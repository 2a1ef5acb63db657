package io.facegate.registry;

import org.jspecify.annotations.Nullable;

/** A registry error for the operator; the message says what to do. */
public abstract sealed class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    private RegistryException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    private RegistryException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** The problem and its remedy. */
    public String sentence() {
        return sentence;
    }

    /** The request is invalid; a different request can succeed. */
    public static final class Unacceptable extends RegistryException {
        private static final long serialVersionUID = 1L;

        private final @Nullable TranslatedRefusal known;

        public Unacceptable(String message) {
            this(null, message);
        }

        Unacceptable(@Nullable TranslatedRefusal known, String message) {
            super(message);
            this.known = known;
        }

        /** Which of the refusals that pages tell in their own words; null for every other. */
        public @Nullable TranslatedRefusal known() {
            return known;
        }
    }

    /** The registry's files cannot be used as they are. */
    public static sealed class Unusable extends RegistryException permits Incomplete {
        private static final long serialVersionUID = 1L;

        public Unusable(String message) {
            super(message);
        }

        public Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A part of what was asked is done and on record, and the rest is not; the message tells which. */
    public static final class Incomplete extends Unusable {
        private static final long serialVersionUID = 1L;

        public Incomplete(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
