package io.facegate.call;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One face found by a provider.
 *
 * @param confidence that this is a face, 0 to 1, if reported; not a match score
 * @param pose degrees, as far as the provider reports it
 * @param traits attributes inferred from the face
 */
public record Face(
        Box box,
        OptionalDouble confidence,
        List<Landmark> landmarks,
        @Nullable Pose pose,
        @Nullable Quality quality,
        List<FaceAttribute> traits) {
    public Face {
        landmarks = List.copyOf(landmarks);
        traits = List.copyOf(traits);
    }

    /** A face of a reported confidence, without inferred attributes. */
    public Face(Box box, double confidence, List<Landmark> landmarks, @Nullable Pose pose, @Nullable Quality quality) {
        this(box, OptionalDouble.of(confidence), landmarks, pose, quality, List.of());
    }

    /** Bounding box: ratios of the upright picture's width and height, origin upper left; may exceed 0 and 1. */
    public record Box(double left, double top, double width, double height) {
        public double area() {
            return width * height;
        }
    }

    /** A named point; left and right are the viewer's. */
    public record Landmark(String name, double x, double y) {}

    /** Degrees. */
    public record Pose(double roll, double yaw, double pitch) {}

    /** Both 0 to 100. */
    public record Quality(double brightness, double sharpness) {}

    /**
     * An attribute inferred from a face.
     *
     * @param kind the capability it belongs to, such as {@code analyze.age}
     * @param value in the vendor's words
     * @param confidence 0 to 1, or null if the vendor gives none
     */
    public record FaceAttribute(
            Capability kind, String value, @Nullable Double confidence) {}

    /** Prints sizes only: landmarks must not be logged. */
    @Override
    public String toString() {
        return "Face[" + landmarks.size() + " landmarks]";
    }
}
