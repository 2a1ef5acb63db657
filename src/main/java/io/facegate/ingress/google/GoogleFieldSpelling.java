package io.facegate.ingress.google;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a body's fields are spelt: the vendor also takes {@code image_uri} for {@code imageUri}, and nobody here looks there. */
final class GoogleFieldSpelling {
    /** Its keys are the caller's own words. */
    private static final String LABELS = "labels";

    private GoogleFieldSpelling() {}

    /** Whether a field anywhere is spelt in another way than this gateway reads it. */
    static boolean differs(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object ->
                object.entrySet().stream()
                        .filter(field -> !LABELS.equals(field.getKey()))
                        .anyMatch(
                                field -> String.valueOf(field.getKey()).indexOf('_') >= 0 || differs(field.getValue()));
            case Iterable<?> list -> {
                for (var item : list) {
                    if (differs(item)) {
                        yield true;
                    }
                }
                yield false;
            }
            case null, default -> false;
        };
    }
}
