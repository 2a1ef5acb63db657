package io.facegate.engine.vision;

/** A point in an upright picture, in pixels from the upper left. */
record PixelPoint(double x, double y) {
    double distanceTo(PixelPoint other) {
        return Math.hypot(other.x - x, other.y - y);
    }

    PixelPoint midway(PixelPoint other) {
        return new PixelPoint((x + other.x) / 2, (y + other.y) / 2);
    }
}
