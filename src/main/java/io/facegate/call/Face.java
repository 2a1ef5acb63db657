package io.facegate.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One face that an engine found.
 *
 * @param confidence that this is a face, 0 to 1, or NaN where nobody says; not a match score
 * @param pose degrees, as far as the engine can tell
 * @param traits what was inferred of it
 */
public record Face(
        Box box,
        double confidence,
        List<Landmark> landmarks,
        @Nullable Pose pose,
        @Nullable Quality quality,
        List<Trait> traits) {
    public Face {
        landmarks = List.copyOf(landmarks);
        traits = List.copyOf(traits);
    }

    /** One of which nothing was inferred. */
    public Face(Box box, double confidence, List<Landmark> landmarks, @Nullable Pose pose, @Nullable Quality quality) {
        this(box, confidence, landmarks, pose, quality, List.of());
    }

    /** Ratios of the upright picture's width and height, origin upper left; may stick out past 0 and 1. */
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
     * Something inferred of a face.
     *
     * @param kind what it is of, such as {@code analyze.age}
     * @param value in the vendor's words
     * @param confidence 0 to 1, or null where the vendor gives none
     */
    public record Trait(
            Capability kind, String value, @Nullable Double confidence) {}

    /** Prints the size only: landmarks are never loggable. */
    @Override
    public String toString() {
        return "Face[" + landmarks.size() + " landmarks]";
    }
}
