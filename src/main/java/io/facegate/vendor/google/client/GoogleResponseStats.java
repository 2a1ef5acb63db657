package io.facegate.vendor.google.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts of one answer: faces and errors. Google puts errors into answers of status 200. */
final class GoogleResponseStats {
    /** Google's canonical status codes, by number. */
    private static final List<String> CODES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    /** Fields that a part may have beside its error without holding a result. */
    private static final Set<String> TELLING_NOTHING =
            Set.of("error", "context", "inputConfig", "totalPages", "name", "done", "metadata");

    private int faces;
    private int answered;
    private @Nullable String error;

    GoogleResponseStats(ObjectNode answer) {
        count(answer);
    }

    /** Counts an answer or a part of one: a file's, an image's or an operation's response. */
    private void count(JsonNode part) {
        faces += part.path("faceAnnotations").size();
        var failed = part.path("error");
        if (failed.isObject() && error == null) {
            int code = failed.path("code").asInt(-1);
            error = code > 0 && code < CODES.size() ? CODES.get(code) : "UNKNOWN";
        }
        var parts = part.path("responses");
        parts.forEach(this::count);
        count(part, "response");
        boolean told = part.properties().stream().anyMatch(field -> !TELLING_NOTHING.contains(field.getKey()));
        if (parts.isEmpty() && !part.has("response") && (told || !failed.isObject())) {
            answered++;
        }
    }

    private void count(JsonNode part, String field) {
        if (part.path(field).isObject()) {
            count(part.path(field));
        }
    }

    int faces() {
        return faces;
    }

    /** Returns the code of the first error, or null. */
    @Nullable
    String error() {
        return error;
    }

    /** Returns true if the answer holds only errors. */
    boolean allFailed() {
        return error != null && answered == 0;
    }
}
