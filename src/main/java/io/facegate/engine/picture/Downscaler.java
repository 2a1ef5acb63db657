package io.facegate.engine.picture;

import io.facegate.call.Orientation;
import org.jspecify.annotations.Nullable;

/** Box-filter downscaler: shrinks a large picture to an upright one of a few million pixels, each a square's mean. */
final class Downscaler implements PixelSink.PixelTarget {
    private final int width;
    private final int height;
    private final int step;
    private final int wide;
    private final int high;
    private final Orientation orientation;
    private final byte[] rgb;
    private final byte @Nullable [] thinned;
    /** Sum of each value of the small picture: at most 16 by 16 values of 255, which fits a char. */
    private final char[] sums;

    /** @param thin whether to also produce the picture of every {@code step}-th pixel */
    Downscaler(int width, int height, int step, Orientation orientation, boolean thin) {
        this.width = width;
        this.height = height;
        this.step = step;
        this.wide = (width + step - 1) / step;
        this.high = (height + step - 1) / step;
        this.orientation = orientation;
        this.rgb = new byte[wide * high * 3];
        this.thinned = thin ? new byte[rgb.length] : null;
        this.sums = step == 1 ? new char[0] : new char[rgb.length];
    }

    @Override
    public void row(int y, int[] row) {
        if (step == 1) {
            for (int x = 0; x < row.length; x++) {
                put(rgb, x, y, row[x]);
            }
            return;
        }
        int from = y / step * wide * 3;
        for (int x = 0, at = from, left = step; x < row.length; x++) {
            int value = row[x];
            sums[at] += (char) ((value >> 16) & 0xff);
            sums[at + 1] += (char) ((value >> 8) & 0xff);
            sums[at + 2] += (char) (value & 0xff);
            if (--left == 0) {
                left = step;
                at += 3;
            }
        }
        if (thinned != null && y % step == 0) {
            for (int x = 0; x < row.length; x += step) {
                put(thinned, x / step, y / step, row[x]);
            }
        }
    }

    @Override
    public void pixel(int x, int y, int value) {
        if (step == 1) {
            put(rgb, x, y, value);
            return;
        }
        int at = (y / step * wide + x / step) * 3;
        sums[at] += (char) ((value >> 16) & 0xff);
        sums[at + 1] += (char) ((value >> 8) & 0xff);
        sums[at + 2] += (char) (value & 0xff);
        if (thinned != null && x % step == 0 && y % step == 0) {
            put(thinned, x / step, y / step, value);
        }
    }

    private void put(byte[] picture, int x, int y, int value) {
        int to = orientation.index(x, y, wide, high) * 3;
        picture[to] = (byte) (value >> 16);
        picture[to + 1] = (byte) (value >> 8);
        picture[to + 2] = (byte) value;
    }

    /** The box-filtered picture, after all pixels have arrived. */
    Pixels mean(boolean seeThrough) {
        if (step > 1) {
            for (int y = 0; y < high; y++) {
                for (int x = 0; x < wide; x++) {
                    put(rgb, x, y, mean(x, y));
                }
            }
        }
        return pixels(rgb, seeThrough);
    }

    private int mean(int x, int y) {
        int count = Math.min(step, width - x * step) * Math.min(step, height - y * step);
        int at = (y * wide + x) * 3;
        return divideRounded(sums[at], count) << 16
                | divideRounded(sums[at + 1], count) << 8
                | divideRounded(sums[at + 2], count);
    }

    private static int divideRounded(int sum, int count) {
        return (sum + count / 2) / count;
    }

    /** The picture of every {@code step}-th pixel, or null if not requested. */
    @Nullable
    Pixels subsampled(boolean seeThrough) {
        return thinned == null ? null : pixels(thinned, seeThrough);
    }

    private Pixels pixels(byte[] bytes, boolean seeThrough) {
        boolean side = orientation.isOnItsSide();
        return new Pixels(bytes, side ? high : wide, side ? wide : high, orientation.rotationDegrees(), seeThrough);
    }
}
