package io.facegate.ingress.neutral;

import io.facegate.call.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One operation of the neutral API: where it is asked, what its body or query may hold, and what it does to a face. */
enum NeutralEndpoint {
    DETECT("detect", "POST", "detect", Capability.DETECT, "image"),
    ANALYZE("analyze", "POST", "analyze", Capability.DETECT, "image,attributes"),
    VERIFY("verify", "POST", "verify", Capability.VERIFY, "source,target,threshold"),
    LIVENESS("createLivenessSession", "POST", "liveness", Capability.LIVENESS, ""),
    READ_LIVENESS("readLivenessSession", "GET", "liveness/{session}", Capability.JOB_RESULT, ""),
    CREATE_GALLERY("createGallery", "POST", "galleries", Capability.GALLERY_ADMIN, "gallery"),
    LIST_GALLERIES("listGalleries", "GET", "galleries", Capability.GALLERY_READ, "max_results,token,provider"),
    DESCRIBE_GALLERY("describeGallery", "GET", "galleries/{gallery}", Capability.GALLERY_READ, ""),
    ERASE_GALLERY("eraseGallery", "DELETE", "galleries/{gallery}", Capability.GALLERY_ERASE, ""),
    ENROLL("enroll", "POST", "galleries/{gallery}/faces", Capability.ENROLL, "image,external_id,max_faces"),
    LIST_FACES("listFaces", "GET", "galleries/{gallery}/faces", Capability.GALLERY_READ, "max_results,token"),
    ERASE_FACE("eraseFace", "DELETE", "galleries/{gallery}/faces/{face_id}", Capability.GALLERY_ERASE, ""),
    /** With a stored face it looks back; with a picture of unknown source it may also be live. */
    IDENTIFY(
            "identify",
            "POST",
            "galleries/{gallery}/identify",
            Capability.IDENTIFY_RETRO,
            "image,face_id,threshold,max_results");

    private final String operation;
    private final String method;
    private final String path;
    private final Capability capability;
    private final String keys;

    NeutralEndpoint(String operation, String method, String path, Capability capability, String keys) {
        this.operation = operation;
        this.method = method;
        this.path = path;
        this.capability = capability;
        this.keys = keys;
    }

    /** Its name in records, policies and the OpenAPI document. */
    String operation() {
        return operation;
    }

    String method() {
        return method;
    }

    /** The segments of its path below {@code /facegate/v1/}; one in braces stands for a name. */
    List<String> path() {
        return List.of(path.split("/", -1));
    }

    /** What it does whatever its parameters say. */
    Set<Capability> capabilities() {
        return Set.of(capability);
    }

    /** The keys that its body, or where it has none its query, may have. */
    List<String> keys() {
        return keys.isEmpty() ? List.of() : List.of(keys.split(",", -1));
    }

    boolean hasBody() {
        return method.equals("POST");
    }

    /** The name that a segment of its path stands for, or null. */
    static @Nullable String open(String segment) {
        return segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : null;
    }

    /** Whether a parameter stands in its path or query. */
    boolean hasOutsideBody(String name) {
        return path.contains('{' + name + '}') || (!hasBody() && keys().contains(name));
    }

    /** What a mistake is about of which nobody says more: its pictures, else what it names. */
    List<String> subjects() {
        var pictures =
                keys().stream().filter(NeutralParameters.IMAGES::contains).toList();
        var last = open(path().getLast());
        return !pictures.isEmpty() ? pictures : last != null ? List.of(last) : hasBody() ? keys() : List.of();
    }

    /** The one of that name, or null. */
    static @Nullable NeutralEndpoint of(String operation) {
        return Arrays.stream(values())
                .filter(one -> one.operation.equals(operation))
                .findFirst()
                .orElse(null);
    }
}
