package io.facegate.engine.gallery;

import io.facegate.call.Face;
import io.facegate.engine.vision.FaceTemplate;
import org.jspecify.annotations.Nullable;

/** One enrolled face: the caller's external id, where it was detected, and its template. */
public record EnrolledFace(
        String faceId,
        String imageId,
        @Nullable String externalId,
        Face.Box box,
        double confidence,
        FaceTemplate template) {

    /** Returns a copy with another external id. */
    EnrolledFace withExternalId(String name) {
        return new EnrolledFace(faceId, imageId, name, box, confidence, template);
    }

    /** Prints neither name nor template. */
    @Override
    public String toString() {
        return "EnrolledFace[" + faceId + ']';
    }
}
