package io.facegate.call;

import java.util.Locale;

/** Class of a picture's face count, as far as it decides the capabilities of a call. */
public enum FaceCountClass {
    ONE,
    SEVERAL,
    /** Not countable: no face seen, or the picture cannot be read completely. Decided as if there were several. */
    NOT_COUNTED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** Returns the class with that code. */
    public static FaceCountClass fromCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The stable word in records. */
    public String code() {
        return code;
    }
}
