package io.facegate.vendor.google.wire;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Check for other spellings of fields: the vendor also reads {@code image_uri}, this gateway {@code imageUri} only. */
final class GoogleFieldSpelling {
    /** Its keys are free text of the caller. */
    private static final String LABELS = "labels";

    private static final Pattern UNDERSCORE = Pattern.compile("_+(.?)");

    private GoogleFieldSpelling() {}

    /** Returns a field, at any depth, that is spelled in a way that this gateway does not read; null if there is none. */
    static @Nullable String findOtherSpelling(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> findInObject(object);
            case Iterable<?> list -> {
                for (var item : list) {
                    var found = findOtherSpelling(item);
                    if (found != null) {
                        yield found;
                    }
                }
                yield null;
            }
            case null, default -> null;
        };
    }

    private static @Nullable String findInObject(Map<?, ?> object) {
        for (var field : object.entrySet()) {
            var name = String.valueOf(field.getKey());
            if (LABELS.equals(name)) {
                continue;
            }
            var found = name.indexOf('_') >= 0 ? name : findOtherSpelling(field.getValue());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns the spelling that this gateway reads: {@code imageUri} for {@code image_uri}. */
    static String toCamelCase(String name) {
        return UNDERSCORE.matcher(name).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }
}
