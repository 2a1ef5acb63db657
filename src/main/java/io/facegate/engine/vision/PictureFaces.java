package io.facegate.engine.vision;

import io.facegate.call.Face;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Faces of one picture.
 *
 * @param faces largest first
 * @param rotated clockwise degrees by which EXIF turned it upright
 */
public record PictureFaces(List<PictureFace> faces, int rotated) {
    public PictureFaces {
        faces = List.copyOf(faces);
    }

    /** One face, with its template if requested. */
    public record PictureFace(Face face, @Nullable FaceTemplate template) {}
}
