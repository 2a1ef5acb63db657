package io.facegate.ingress.neutral.body;

import io.facegate.call.Picture;

/**
 * The pixels of a picture turned upright.
 *
 * @param rotated the clockwise degrees by which it was turned
 */
record Size(int width, int height, int rotated) {
    static Size of(Picture picture, int rotated) {
        boolean lying = rotated % 180 != 0;
        return new Size(
                lying ? picture.height() : picture.width(), lying ? picture.width() : picture.height(), rotated);
    }
}
