package io.facegate.vendor.neutral.wire;

import io.facegate.call.Picture;

/**
 * Size in pixels of a picture after rotation to upright.
 *
 * @param rotationDegrees the clockwise rotation in degrees
 */
record PixelSize(int width, int height, int rotationDegrees) {
    static PixelSize ofRotated(Picture picture, int rotated) {
        boolean lying = rotated % 180 != 0;
        return new PixelSize(
                lying ? picture.height() : picture.width(), lying ? picture.width() : picture.height(), rotated);
    }
}
