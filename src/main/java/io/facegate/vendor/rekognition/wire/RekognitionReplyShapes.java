package io.facegate.vendor.rekognition.wire;

import io.facegate.call.Capability;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schema of Rekognition's replies, as far as this gateway knows it: shapes, their fields and each field's role. */
public final class RekognitionReplyShapes {
    /** A shape whose fields are unknown. */
    static final String ANY = "*";

    /** The shape of an error reply. */
    public static final String ERROR = "Error";

    private static final Map<String, Map<String, Part>> TABLE = new LinkedHashMap<>();
    private static final Map<String, Capability> ATTRIBUTES = new LinkedHashMap<>();

    static {
        for (var row : RekognitionTables.rows("rekognition-replies.tsv")) {
            var attribute = Capability.fromCode(row.get(3));
            var role = attribute == null ? Role.fromWord(row.get(3)) : Role.PLAIN;
            var part = new Part(RekognitionTables.nullIfDash(row.get(2)), role, attribute);
            TABLE.computeIfAbsent(row.get(0), none -> new LinkedHashMap<>()).put(row.get(1), part);
            if (attribute != null) {
                ATTRIBUTES.put(row.get(1), attribute);
            }
        }
    }

    private RekognitionReplyShapes() {}

    /** Role of a field. */
    public enum Role {
        PLAIN,
        /** A similarity, 0 to 100. */
        SCORE,
        /** The list of results. */
        RESULTS,
        /** The list of faces that are not results. */
        REST,
        /** The token of the next page. */
        PAGE;

        static Role fromWord(String word) {
            return word.equals("-") ? PLAIN : valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One field of a shape.
     *
     * @param shape the shape of its object, or of each object of its list; null for plain values
     * @param attribute the capability that it reveals about a face, or null
     */
    public record Part(
            @Nullable String shape, Role role, @Nullable Capability attribute) {}

    /** Returns the fields of a shape, in the vendor's order. */
    public static Map<String, Part> fieldsOf(String shape) {
        return TABLE.getOrDefault(shape, Map.of());
    }

    /** Returns the capability that a field reveals about a face, in any shape, or null. */
    static @Nullable Capability attribute(String field) {
        return ATTRIBUTES.get(field);
    }

    /** Returns true if each result of a reply has a score, directly or in a part. */
    public static boolean isScored(@Nullable String reply) {
        var list = reply == null ? null : fieldWithRole(Role.RESULTS, reply);
        var results = reply == null || list == null ? null : fieldsOf(reply).get(list);
        return results != null && results.shape() != null && holdsScore(results.shape());
    }

    private static boolean holdsScore(String shape) {
        return fieldsOf(shape).values().stream()
                .anyMatch(part -> part.role() == Role.SCORE || (part.shape() != null && holdsScore(part.shape())));
    }

    /** Returns the field with a role, or null when the shape has none. */
    public static @Nullable String fieldWithRole(Role role, String shape) {
        for (var part : fieldsOf(shape).entrySet()) {
            if (part.getValue().role() == role) {
                return part.getKey();
            }
        }
        return null;
    }
}
