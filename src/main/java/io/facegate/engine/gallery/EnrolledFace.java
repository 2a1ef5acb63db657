package io.facegate.engine.gallery;

import io.facegate.call.Face;
import io.facegate.engine.vision.FaceTemplate;
import org.jspecify.annotations.Nullable;

/** One enrolled face: who the caller says it is, where it was seen, and its template. */
public record EnrolledFace(
        String faceId,
        String imageId,
        @Nullable String externalId,
        Face.Box box,
        double confidence,
        FaceTemplate template) {

    /** The same by another name. */
    EnrolledFace called(String name) {
        return new EnrolledFace(faceId, imageId, name, box, confidence, template);
    }

    /** Prints no name and no template. */
    @Override
    public String toString() {
        return "Kept[" + faceId + ']';
    }
}
