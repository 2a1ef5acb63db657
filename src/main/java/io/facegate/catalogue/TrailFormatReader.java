package io.facegate.catalogue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reader of how a vendor's trail is read, the key {@code trail} of its catalogue. */
final class TrailFormatReader {
    private static final Set<TrailField> NEEDED =
            Set.of(TrailField.SERVICE, TrailField.OPERATION, TrailField.TIME, TrailField.PRINCIPAL);

    private TrailFormatReader() {}

    /** Reads the format; null if the vendor has no trail. */
    static @Nullable TrailFormat read(MappingReader catalogue) {
        var trail = catalogue.mappingOrNull("trail");
        if (trail == null) {
            return null;
        }
        var format = new TrailFormat(
                trail.text("title"),
                lower(trail, "services"),
                Set.copyOf(lower(trail, "categories")),
                fields(trail),
                trail.words("refused"),
                names(trail.mapping("names")),
                List.copyOf(trail.words("prefixes")));
        if (format.services().isEmpty() || !format.fields().keySet().containsAll(NEEDED)) {
            throw trail.error("fields", "and services must tell service, operation, time and principal");
        }
        if (format.has(TrailField.CATEGORY) == format.categories().isEmpty()) {
            throw trail.error("categories", "and the field category belong together");
        }
        trail.end();
        return format;
    }

    private static Map<TrailField, List<String>> fields(MappingReader trail) {
        var all = new EnumMap<TrailField, List<String>>(TrailField.class);
        var fields = trail.mapping("fields");
        for (var key : fields.names()) {
            all.put(fields.constant(key, key, TrailField.class), lower(fields, key));
        }
        return all;
    }

    private static List<String> lower(MappingReader from, String key) {
        return from.words(key).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
    }

    /** A catalogue lists the trail's words of an operation; they are looked up by word. */
    private static Map<String, String> names(MappingReader names) {
        var all = new LinkedHashMap<String, String>();
        for (var operation : new ArrayList<>(names.names())) {
            for (var word : names.words(operation)) {
                if (all.put(word.toLowerCase(Locale.ROOT), operation) != null) {
                    throw names.error(operation, "has a word of another operation: " + word);
                }
            }
        }
        return all;
    }
}
