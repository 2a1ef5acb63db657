package io.facegate.engine.picture;

/**
 * An upright picture in memory, three bytes per pixel: red, green, blue.
 *
 * @param rotationDegrees clockwise degrees by which EXIF turned it upright
 * @param seeThrough whether parts were transparent: blended over white here, but other decoders may show the hidden
 *     colours
 */
public record Pixels(byte[] rgb, int width, int height, int rotationDegrees, boolean seeThrough) {
    private static final int CHANNELS = 3;

    /** One channel at a subpixel position (bilinear interpolation); black outside. */
    public float interpolate(double x, double y, int channel) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = (float) (x - left);
        float down = (float) (y - top);
        float above = sample(left, top, channel) * (1 - right) + sample(left + 1, top, channel) * right;
        float below = sample(left, top + 1, channel) * (1 - right) + sample(left + 1, top + 1, channel) * right;
        return above * (1 - down) + below * down;
    }

    public int sample(int x, int y, int channel) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return 0;
        }
        return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
    }

    /** A square part resized to {@code side} by {@code side}: values 0 to 255, channels interleaved, black outside. */
    public float[] square(Square part, int side) {
        var out = new float[side * side * CHANNELS];
        double step = part.side() / side;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int to = (y * side + x) * CHANNELS;
                if (step <= 1) {
                    interpolateInto(part.left() + (x + 0.5) * step - 0.5, part.top() + (y + 0.5) * step - 0.5, out, to);
                } else {
                    average(part.left() + x * step, part.top() + y * step, step, out, to);
                }
            }
        }
        return out;
    }

    private void interpolateInto(double x, double y, float[] out, int to) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            out[to + channel] = interpolate(x, y, channel);
        }
    }

    private void average(double x, double y, double step, float[] out, int to) {
        int fromX = Math.max(0, (int) x);
        int fromY = Math.max(0, (int) y);
        int toX = Math.min(width, Math.max(fromX + 1, (int) (x + step)));
        int toY = Math.min(height, Math.max(fromY + 1, (int) (y + step)));
        if (x + step <= 0 || y + step <= 0 || fromX >= width || fromY >= height) {
            return;
        }
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int row = fromY; row < toY; row++) {
            int at = (row * width + fromX) * CHANNELS;
            for (int column = fromX; column < toX; column++, at += CHANNELS) {
                red += rgb[at] & 0xff;
                green += rgb[at + 1] & 0xff;
                blue += rgb[at + 2] & 0xff;
            }
        }
        float count = (float) (toX - fromX) * (toY - fromY);
        out[to] = red / count;
        out[to + 1] = green / count;
        out[to + 2] = blue / count;
    }

    /** Prints the size only: pixels must not be logged. */
    @Override
    public String toString() {
        return "Pixels[" + width + 'x' + height + ']';
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** A square part of a picture, in its pixels; may exceed the picture. */
    public record Square(double left, double top, double side) {}
}
