package io.facegate.policy.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A variable of a CEL condition: one fact of the call. */
public enum ConditionVariable {
    PICTURE_COUNT("picture_count", SimpleType.INT, "How many pictures the request has; absent if it has a document."),
    LARGEST_PICTURE_BYTES(
            "largest_picture_bytes",
            SimpleType.INT,
            "Size of the largest encoded picture, rounded up to two digits; absent if there is none."),
    LARGEST_PICTURE_PIXELS(
            "largest_picture_pixels",
            SimpleType.INT,
            "Width times height of the largest picture, rounded up to two digits; absent if there is none."),
    THRESHOLD("threshold", SimpleType.DOUBLE, "The similarity asked for, 0 to 1; absent if the call has none."),
    OPERATION("operation", SimpleType.STRING, "The vendor's name of the operation."),
    CREDENTIAL(
            "credential", SimpleType.STRING, "How the caller was authenticated: sigv4, jwt, api_key or certificate.");

    private static final Map<String, ConditionVariable> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ConditionVariable::word, Function.identity()));

    private final String word;
    private final CelType type;
    private final String meaning;

    ConditionVariable(String word, CelType type, String meaning) {
        this.word = word;
        this.type = type;
        this.meaning = meaning;
    }

    public String word() {
        return word;
    }

    CelType type() {
        return type;
    }

    /** True for text, false for a number. */
    public boolean isText() {
        return type.equals(SimpleType.STRING);
    }

    /** True for a whole number. */
    public boolean isWhole() {
        return type.equals(SimpleType.INT);
    }

    /** Name of its CEL type. */
    public String typeName() {
        return type.name();
    }

    public String meaning() {
        return meaning;
    }

    /** The variable with that name, or null. */
    static @Nullable ConditionVariable fromWord(String word) {
        return BY_WORD.get(word);
    }
}
