package io.facegate.engine.vision;

import java.util.List;

/**
 * One face as the detector saw it, in pixels of the upright picture.
 *
 * @param points eye, eye, nose, middle of the mouth, ear, ear; left before right, as the viewer sees them
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

    /** The same in a picture of which this one is a part that starts there. */
    Detection movedBy(double x, double y) {
        var moved = points.stream()
                .map(point -> new PixelPoint(point.x() + x, point.y() + y))
                .toList();
        return new Detection(left + x, top + y, width, height, score, moved);
    }

    /** The same in a picture that is so many times as large. */
    Detection times(double scale) {
        var scaled = points.stream()
                .map(point -> new PixelPoint(point.x() * scale, point.y() * scale))
                .toList();
        return new Detection(left * scale, top * scale, width * scale, height * scale, score, scaled);
    }

    double area() {
        return width * height;
    }

    /** The area that both cover. */
    double shared(Detection other) {
        double wide = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
        double high = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
        return wide <= 0 || high <= 0 ? 0 : wide * high;
    }

    /** The shared area as a part of both together. */
    double overlap(Detection other) {
        double shared = shared(other);
        return shared / (area() + other.area() - shared);
    }

    /** The shared area as a part of the smaller. */
    double containment(Detection other) {
        return shared(other) / Math.min(area(), other.area());
    }
}
