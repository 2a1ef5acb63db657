package io.facegate.call;

/**
 * Size in pixels of a picture after rotation to upright.
 *
 * @param rotationDegrees the clockwise rotation in degrees
 */
public record PixelSize(int width, int height, int rotationDegrees) {
    private static final int HALF_TURN = 180;

    /** Returns the size of a picture rotated by so many degrees to upright. */
    public static PixelSize ofRotated(Picture picture, int rotated) {
        return rotated % HALF_TURN == 0
                ? new PixelSize(picture.width(), picture.height(), rotated)
                : new PixelSize(picture.height(), picture.width(), rotated);
    }
}
