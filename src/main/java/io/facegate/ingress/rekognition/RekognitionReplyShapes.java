package io.facegate.ingress.rekognition;

import io.facegate.call.Capability;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the vendor's replies are made of, as far as this gateway knows: shapes, their fields, and what each field is. */
public final class RekognitionReplyShapes {
    /** Parts in which anything may stand. */
    static final String ANY = "*";

    /** The reply that names an error. */
    public static final String ERROR = "Error";

    private static final Map<String, Map<String, Part>> TABLE = new LinkedHashMap<>();
    private static final Map<String, Capability> ATTRIBUTES = new LinkedHashMap<>();

    static {
        for (var row : RekognitionTables.rows("rekognition-replies.tsv")) {
            var attribute = Capability.of(row.get(3));
            var role = attribute == null ? Role.of(row.get(3)) : Role.PLAIN;
            var part = new Part(RekognitionTables.present(row.get(2)), role, attribute);
            TABLE.computeIfAbsent(row.get(0), none -> new LinkedHashMap<>()).put(row.get(1), part);
            if (attribute != null) {
                ATTRIBUTES.put(row.get(1), attribute);
            }
        }
    }

    private RekognitionReplyShapes() {}

    /** What a field is, beside its value. */
    public enum Role {
        PLAIN,
        /** A similarity, 0 to 100. */
        SCORE,
        /** The list of what was asked for. */
        RESULTS,
        /** The list of faces that are no result. */
        REST,
        /** Where the list goes on. */
        PAGE;

        static Role of(String word) {
            return word.equals("-") ? PLAIN : valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One field of a shape.
     *
     * @param of the shape of its object, or of each object of its list; null for plain values
     * @param attribute what it says of a face, or null
     */
    public record Part(
            @Nullable String of, Role role, @Nullable Capability attribute) {}

    /** The fields of a shape, in the vendor's order. */
    public static Map<String, Part> of(String shape) {
        return TABLE.getOrDefault(shape, Map.of());
    }

    /** What a field of that name says of a face, wherever it stands; null when it says nothing. */
    static @Nullable Capability attribute(String field) {
        return ATTRIBUTES.get(field);
    }

    /** Whether each result of a reply has a score, itself or in its parts. */
    public static boolean isScored(@Nullable String reply) {
        var list = reply == null ? null : named(Role.RESULTS, reply);
        var results = reply == null || list == null ? null : of(reply).get(list);
        return results != null && results.of() != null && holdsScore(results.of());
    }

    private static boolean holdsScore(String shape) {
        return of(shape).values().stream()
                .anyMatch(part -> part.role() == Role.SCORE || (part.of() != null && holdsScore(part.of())));
    }

    /** The field of that role, or null where the shape has none. */
    public static @Nullable String named(Role role, String shape) {
        for (var part : of(shape).entrySet()) {
            if (part.getValue().role() == role) {
                return part.getKey();
            }
        }
        return null;
    }
}
