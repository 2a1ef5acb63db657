package io.facegate.provider.local.vision;

/** A place in an upright picture, in pixels from its upper left. */
record Point(double x, double y) {
    double to(Point other) {
        return Math.hypot(other.x - x, other.y - y);
    }

    Point midway(Point other) {
        return new Point((x + other.x) / 2, (y + other.y) / 2);
    }
}
