package io.facegate.vendor.neutral.wire;

import io.facegate.call.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operation of the neutral API: method, path, parameters and capability. */
enum NeutralEndpoint {
    DETECT("detect", "POST", "detect", Capability.DETECT, "image"),
    ANALYZE("analyze", "POST", "analyze", Capability.DETECT, "image,attributes"),
    DETECT_PEOPLE("detectPeople", "POST", "people", Capability.NOT_FACE, "image"),
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
    /** A search by stored face is retrospective; one by picture may also be live, as its source is unknown. */
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

    /** Returns the name in records, policies and the OpenAPI document. */
    String operation() {
        return operation;
    }

    String method() {
        return method;
    }

    /** Returns the path segments below {@code /facegate/v1/}; a segment in braces is a placeholder. */
    List<String> path() {
        return List.of(path.split("/", -1));
    }

    /** Returns the capabilities that the operation has with any parameters. */
    Set<Capability> capabilities() {
        return Set.of(capability);
    }

    /** Returns the keys allowed in the body, or in the query of an operation without a body. */
    List<String> keys() {
        return keys.isEmpty() ? List.of() : List.of(keys.split(",", -1));
    }

    boolean hasBody() {
        return method.equals("POST");
    }

    /** Returns the name of a placeholder segment, or null. */
    static @Nullable String open(String segment) {
        return segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : null;
    }

    /** Returns true if the parameter belongs to the path or query. */
    boolean hasOutsideBody(String name) {
        return path.contains('{' + name + '}') || (!hasBody() && keys().contains(name));
    }

    /** Returns the parameters that an unlocated error concerns: the pictures, else the named resource. */
    List<String> subjects() {
        var pictures =
                keys().stream().filter(NeutralParameters.IMAGES::contains).toList();
        var last = open(path().getLast());
        return !pictures.isEmpty() ? pictures : last != null ? List.of(last) : hasBody() ? keys() : List.of();
    }

    /** Returns the endpoint of an operation, or null. */
    static @Nullable NeutralEndpoint fromOperation(String operation) {
        return Arrays.stream(values())
                .filter(one -> one.operation.equals(operation))
                .findFirst()
                .orElse(null);
    }
}
