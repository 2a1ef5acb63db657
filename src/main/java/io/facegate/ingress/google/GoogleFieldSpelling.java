package io.facegate.ingress.google;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Check for other spellings of fields: the vendor also reads {@code image_uri}, this gateway {@code imageUri} only. */
final class GoogleFieldSpelling {
    /** Its keys are free text of the caller. */
    private static final String LABELS = "labels";

    private GoogleFieldSpelling() {}

    /** Returns true if any field, at any depth, is spelled in a way that this gateway does not read. */
    static boolean hasOtherSpelling(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object ->
                object.entrySet().stream()
                        .filter(field -> !LABELS.equals(field.getKey()))
                        .anyMatch(field ->
                                String.valueOf(field.getKey()).indexOf('_') >= 0 || hasOtherSpelling(field.getValue()));
            case Iterable<?> list -> {
                for (var item : list) {
                    if (hasOtherSpelling(item)) {
                        yield true;
                    }
                }
                yield false;
            }
            case null, default -> false;
        };
    }
}
