package io.facegate.engine.vision;

import io.facegate.call.Face;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one picture shows.
 *
 * @param faces the largest first
 * @param rotated the clockwise degrees by which EXIF turned it upright
 */
public record PictureFaces(List<Seen> faces, int rotated) {
    public PictureFaces {
        faces = List.copyOf(faces);
    }

    /** One face, with its template where one was asked for. */
    public record Seen(Face face, @Nullable FaceTemplate template) {}
}
