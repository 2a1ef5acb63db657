package io.facegate.ingress.neutral;

import io.facegate.call.Picture;

/**
 * The pixels of a picture turned upright.
 *
 * @param rotated the clockwise degrees by which it was turned
 */
record PixelSize(int width, int height, int rotated) {
    static PixelSize of(Picture picture, int rotated) {
        boolean lying = rotated % 180 != 0;
        return new PixelSize(
                lying ? picture.height() : picture.width(), lying ? picture.width() : picture.height(), rotated);
    }
}
