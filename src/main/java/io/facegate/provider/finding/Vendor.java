package io.facegate.provider.finding;

import io.facegate.call.Capability;
import io.facegate.call.Picture;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A vendor's words for "where are the faces of this picture?". */
public enum Vendor {
    /** Which infers more of every face than anybody asks. */
    GOOGLE_VISION("google_vision", "BatchAnnotateImages");

    private final String word;
    private final String operation;

    Vendor(String word, String operation) {
        this.word = word;
        this.operation = operation;
    }

    /** By which policies know it. */
    String word() {
        return word;
    }

    String operation() {
        return operation;
    }

    /** What it does unasked. */
    Set<Capability> unasked() {
        return this == GOOGLE_VISION ? Set.of(Capability.ANALYZE_EMOTION, Capability.ANALYZE_OCCLUSION) : Set.of();
    }

    /** The parameters of the operation, as the vendor's own wire would hold them. */
    Map<String, Object> params(Picture picture) {
        return switch (this) {
            case GOOGLE_VISION ->
                Map.of(
                        "path",
                        Map.of("version", "v1"),
                        "query",
                        Map.of(),
                        "body",
                        Map.of("requests", List.of(request(picture))));
        };
    }

    private static Map<String, Object> request(Picture picture) {
        return Map.of("image", Map.of("content", picture), "features", List.of(Map.of("type", "FACE_DETECTION")));
    }
}
