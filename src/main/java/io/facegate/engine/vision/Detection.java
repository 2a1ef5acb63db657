package io.facegate.engine.vision;

import java.util.List;

/**
 * A face detection, in pixels of the upright picture.
 *
 * @param points eye, eye, nose, middle of the mouth, ear, ear; left before right from the viewer's side
 */
record Detection(double left, double top, double width, double height, double score, List<PixelPoint> points) {
    static final int LEFT_EYE = 0;
    static final int RIGHT_EYE = 1;
    static final int NOSE = 2;
    static final int MOUTH = 3;
    static final int POINTS = 6;

    Detection {
        points = List.copyOf(points);
    }

    /** Translates from a part of a picture, starting at that point, to the whole picture. */
    Detection translatedBy(double x, double y) {
        var moved = points.stream()
                .map(point -> new PixelPoint(point.x() + x, point.y() + y))
                .toList();
        return new Detection(left + x, top + y, width, height, score, moved);
    }

    /** Scales to a picture that is {@code scale} times as large. */
    Detection scaledBy(double scale) {
        var scaled = points.stream()
                .map(point -> new PixelPoint(point.x() * scale, point.y() * scale))
                .toList();
        return new Detection(left * scale, top * scale, width * scale, height * scale, score, scaled);
    }

    double area() {
        return width * height;
    }

    /** Area of the intersection. */
    double intersectionArea(Detection other) {
        double wide = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
        double high = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
        return wide <= 0 || high <= 0 ? 0 : wide * high;
    }

    /** Intersection over union (IoU). */
    double intersectionOverUnion(Detection other) {
        double shared = intersectionArea(other);
        return shared / (area() + other.area() - shared);
    }

    /** Intersection over the smaller area. */
    double intersectionOverSmaller(Detection other) {
        return intersectionArea(other) / Math.min(area(), other.area());
    }
}
