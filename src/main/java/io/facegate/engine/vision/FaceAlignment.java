package io.facegate.engine.vision;

/**
 * Face alignment: the similarity transform (rotation, scale, translation) that maps a face to the position on which the
 * recognition network was trained. Least-squares fit of four points. Target positions are those of dlib's mean face,
 * slightly adjusted (see docs/engine.md), because this detector places eye, nose and mouth points differently.
 */
record FaceAlignment(double cos, double sin, PixelPoint from, PixelPoint to) {
    private static final PixelPoint[] MEAN = {
        new PixelPoint(48.3, 50.0), new PixelPoint(99.7, 50.0), new PixelPoint(74.0, 76.6), new PixelPoint(74.0, 107.1)
    };

    /** From chip coordinates to picture coordinates. */
    static FaceAlignment align(Detection face) {
        var chip = centre(MEAN);
        var picture = centre(face.points().toArray(PixelPoint[]::new));
        double along = 0;
        double across = 0;
        double size = 0;
        for (int i = 0; i < MEAN.length; i++) {
            double x = MEAN[i].x() - chip.x();
            double y = MEAN[i].y() - chip.y();
            double u = face.points().get(i).x() - picture.x();
            double v = face.points().get(i).y() - picture.y();
            along += x * u + y * v;
            across += x * v - y * u;
            size += x * x + y * y;
        }
        return new FaceAlignment(along / size, across / size, chip, picture);
    }

    private static PixelPoint centre(PixelPoint[] points) {
        double x = 0;
        double y = 0;
        for (int i = 0; i < MEAN.length; i++) {
            x += points[i].x() / MEAN.length;
            y += points[i].y() / MEAN.length;
        }
        return new PixelPoint(x, y);
    }

    /** Picture pixels per chip pixel. */
    double scale() {
        return Math.hypot(cos, sin);
    }

    double x(double chipX, double chipY) {
        return to.x() + cos * (chipX - from.x()) - sin * (chipY - from.y());
    }

    double y(double chipX, double chipY) {
        return to.y() + sin * (chipX - from.x()) + cos * (chipY - from.y());
    }
}
