package io.facegate.catalogue;

import io.facegate.call.Capability;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects of an API's replies with their fields, in the vendor's order. */
public record ReplyShapes(Map<String, Map<String, Part>> byName) {
    /** A shape whose fields are unknown. */
    public static final String ANY = "*";

    /** The shape of an error reply. */
    public static final String ERROR = "Error";

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
        PAGE
    }

    /**
     * One field of a shape.
     *
     * @param shape the shape of its object, or of each object of its list; null for plain values
     * @param attribute the capability that it reveals about a face, or null
     */
    public record Part(
            @Nullable String shape, Role role, @Nullable Capability attribute) {}

    /** The fields of a shape; none for an unknown one. */
    public Map<String, Part> fieldsOf(String shape) {
        return byName.getOrDefault(shape, Map.of());
    }

    /** The capability that a field reveals about a face, in any shape, or null. */
    public @Nullable Capability attribute(String field) {
        Capability found = null;
        for (var fields : byName.values()) {
            var part = fields.get(field);
            if (part != null && part.attribute() != null) {
                found = part.attribute();
            }
        }
        return found;
    }

    /** True if any object has a score. */
    boolean hasScores() {
        return byName.values().stream()
                .anyMatch(fields -> fields.values().stream().anyMatch(part -> part.role() == Role.SCORE));
    }

    /** True if each result of a reply has a score, directly or in a part. */
    public boolean isScored(@Nullable String reply) {
        var list = reply == null ? null : fieldWithRole(Role.RESULTS, reply);
        var results = reply == null || list == null ? null : fieldsOf(reply).get(list);
        return results != null && results.shape() != null && holdsScore(results.shape());
    }

    private boolean holdsScore(String shape) {
        return fieldsOf(shape).values().stream()
                .anyMatch(part -> part.role() == Role.SCORE || (part.shape() != null && holdsScore(part.shape())));
    }

    /** The field with a role, or null when the shape has none. */
    public @Nullable String fieldWithRole(Role role, String shape) {
        for (var part : fieldsOf(shape).entrySet()) {
            if (part.getValue().role() == role) {
                return part.getKey();
            }
        }
        return null;
    }
}
