package io.facegate.provider.local.gallery;

import io.facegate.call.Face;
import io.facegate.provider.local.vision.Template;
import org.jspecify.annotations.Nullable;

/** One enrolled face: who the caller says it is, where it was seen, and its template. */
public record Kept(
        String faceId,
        String imageId,
        @Nullable String externalId,
        Face.Box box,
        double confidence,
        Template template) {

    /** The same by another name. */
    Kept called(String name) {
        return new Kept(faceId, imageId, name, box, confidence, template);
    }

    /** Prints no name and no template. */
    @Override
    public String toString() {
        return "Kept[" + faceId + ']';
    }
}
