package io.facegate.ingress.neutral;

import io.facegate.call.Capability;
import java.util.Set;

/** One operation of the neutral API: where it is asked, what its body may hold, and what it does to a face. */
enum Endpoint {
    DETECT("detect", "POST", "detect", Capability.DETECT, "image"),
    ANALYZE("analyze", "POST", "analyze", Capability.DETECT, "image,attributes"),
    VERIFY("verify", "POST", "verify", Capability.VERIFY, "source,target,threshold"),
    LIVENESS("createLivenessSession", "POST", "liveness", Capability.LIVENESS, ""),
    READ_LIVENESS("readLivenessSession", "GET", "liveness/*", Capability.JOB_RESULT, ""),
    CREATE_GALLERY("createGallery", "POST", "galleries", Capability.GALLERY_ADMIN, "gallery"),
    LIST_GALLERIES("listGalleries", "GET", "galleries", Capability.GALLERY_READ, ""),
    DESCRIBE_GALLERY("describeGallery", "GET", "galleries/*", Capability.GALLERY_READ, ""),
    ERASE_GALLERY("eraseGallery", "DELETE", "galleries/*", Capability.GALLERY_ERASE, ""),
    ENROLL("enroll", "POST", "galleries/*/faces", Capability.ENROLL, "image,external_id,max_faces"),
    LIST_FACES("listFaces", "GET", "galleries/*/faces", Capability.GALLERY_READ, ""),
    ERASE_FACE("eraseFace", "DELETE", "galleries/*/faces/*", Capability.GALLERY_ERASE, ""),
    /** With a stored face it looks back; with a picture of unknown source it may also be live. */
    IDENTIFY(
            "identify",
            "POST",
            "galleries/*/identify",
            Capability.IDENTIFY_RETRO,
            "image,face_id,threshold,max_results");

    private final String operation;
    private final String method;
    private final String path;
    private final Capability capability;
    private final String keys;

    Endpoint(String operation, String method, String path, Capability capability, String keys) {
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

    /** Below {@code /facegate/v1/}; a star is a name. */
    String path() {
        return path;
    }

    /** What it does whatever its parameters say. */
    Set<Capability> capabilities() {
        return Set.of(capability);
    }

    /** The keys that its body may have. */
    Set<String> keys() {
        return keys.isEmpty() ? Set.of() : Set.of(keys.split(",", -1));
    }

    boolean hasBody() {
        return method.equals("POST");
    }

    boolean isList() {
        return this == LIST_GALLERIES || this == LIST_FACES;
    }
}
