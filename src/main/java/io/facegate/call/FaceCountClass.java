package io.facegate.call;

import java.util.Locale;

/** How many faces a picture holds, as far as that decides what a call is. */
public enum FaceCountClass {
    ONE,
    SEVERAL,
    /** Nobody could tell: none was seen, or the picture cannot be read whole. It is judged as if there were several. */
    NOT_COUNTED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The number of that code. */
    public static FaceCountClass of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The stable word of records. */
    public String code() {
        return code;
    }
}
