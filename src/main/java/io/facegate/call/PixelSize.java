package io.facegate.call;

/**
 * Size in pixels of a picture after rotation to upright: vendors tell places in its pixels.
 *
 * @param rotationDegrees the clockwise rotation in degrees
 */
public record PixelSize(int width, int height, int rotationDegrees) {
    private static final int HALF_TURN = 180;

    /** A place in whole pixels. */
    public record Rectangle(long left, long top, long width, long height) {}

    /** Returns the size of a picture rotated by so many degrees to upright. */
    public static PixelSize ofRotated(Picture picture, int rotated) {
        return rotated % HALF_TURN == 0
                ? new PixelSize(picture.width(), picture.height(), rotated)
                : new PixelSize(picture.height(), picture.width(), rotated);
    }

    /** Returns the size of a picture rotated as its EXIF says. */
    public static PixelSize ofPicture(Picture picture) {
        return ofRotated(picture, Orientation.readFrom(picture).rotationDegrees());
    }

    /** Returns the place of a box. */
    public Rectangle rectangle(Face.Box box) {
        return new Rectangle(
                Math.round(box.left() * width),
                Math.round(box.top() * height),
                Math.round(box.width() * width),
                Math.round(box.height() * height));
    }

    /** Returns the box at a place. */
    public Face.Box box(double left, double top, double across, double down) {
        return new Face.Box(left / width, top / height, across / width, down / height);
    }
}
