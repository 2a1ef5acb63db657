package io.facegate.provider.local.picture;

import io.facegate.provider.Orientation;
import io.facegate.provider.local.picture.PixelSink.PixelTarget;

/**
 * Shows a large picture at full size in overlapping squares, while its rows come in: no more rows are held than one square
 * has.
 */
final class Tiles implements PixelTarget {
    /** No smaller square shows a face that a vendor would find. */
    private static final int LEAST = 720;
    /** Faces that vendors find are no smaller than a fiftieth of a picture: so few squares show them. */
    private static final int ALONG = 7;
    /** Pixels that are held at once. */
    private static final long MOST_HELD = 12_000_000;
    /** Squares are made smaller, rather than hold more. */
    private static final int WANTED_HELD = 9_000_000;

    private final int width;
    private final int height;
    private final Orientation orientation;
    private final TileVisitor visitor;
    private final int side;
    private final int[] lefts;
    private final int[] tops;
    private final byte[] held;
    private int next;

    /** @throws Unreadable when its rows are too long for that */
    Tiles(int width, int height, Orientation orientation, TileVisitor visitor) throws Unreadable {
        if (held(width, height) > MOST_HELD) {
            throw new Unreadable("The image is too wide to be looked at in parts.");
        }
        this.width = width;
        this.height = height;
        this.orientation = orientation;
        this.visitor = visitor;
        this.side = side(width, height);
        this.lefts = starts(width, side);
        this.tops = starts(height, side);
        this.held = new byte[(int) held(width, height) * 3];
    }

    private static int side(int width, int height) {
        return Math.max(LEAST, Math.min(Math.max(width, height) / ALONG, WANTED_HELD / width));
    }

    /** How many pixels are held at once of a picture of that size. */
    static long held(int width, int height) {
        return (long) Math.min(side(width, height), height) * width;
    }

    /** Where squares start along a side: near enough that what is a third of a square long is whole in one of them. */
    private static int[] starts(int length, int side) {
        int over = Math.max(0, length - side);
        int stride = side * 2 / 3;
        int count = (over + stride - 1) / stride + 1;
        var starts = new int[count];
        for (int i = 1; i < count; i++) {
            starts[i] = (int) ((long) i * over / (count - 1));
        }
        return starts;
    }

    @Override
    public void row(int y, int[] rgb) {
        int rows = Math.min(side, height);
        int to = y % rows * width * 3;
        for (int value : rgb) {
            held[to++] = (byte) (value >> 16);
            held[to++] = (byte) (value >> 8);
            held[to++] = (byte) value;
        }
        while (next < tops.length && tops[next] + rows == y + 1) {
            show(tops[next++], rows);
        }
    }

    @Override
    public void pixel(int x, int y, int rgb) {
        throw new IllegalStateException("The rows of an interlaced picture do not come in order.");
    }

    boolean isWhole() {
        return next == tops.length;
    }

    private void show(int top, int rows) {
        int columns = Math.min(side, width);
        for (int left : lefts) {
            visitor.visit(tile(left, top, columns, rows), left(left, top, columns, rows), top(left, top, columns, rows));
        }
    }

    private Pixels tile(int left, int top, int columns, int rows) {
        var rgb = new byte[columns * rows * 3];
        for (int y = 0; y < rows; y++) {
            int from = ((top + y) % rows * width + left) * 3;
            for (int x = 0; x < columns; x++, from += 3) {
                int to = orientation.index(x, y, columns, rows) * 3;
                rgb[to] = held[from];
                rgb[to + 1] = held[from + 1];
                rgb[to + 2] = held[from + 2];
            }
        }
        boolean side = orientation.isOnItsSide();
        return new Pixels(rgb, side ? rows : columns, side ? columns : rows, orientation.rotated(), false);
    }

    private int left(int left, int top, int columns, int rows) {
        int uprightWidth = orientation.isOnItsSide() ? height : width;
        return Math.min(
                orientation.index(left, top, width, height) % uprightWidth,
                orientation.index(left + columns - 1, top + rows - 1, width, height) % uprightWidth);
    }

    private int top(int left, int top, int columns, int rows) {
        int uprightWidth = orientation.isOnItsSide() ? height : width;
        return Math.min(
                orientation.index(left, top, width, height) / uprightWidth,
                orientation.index(left + columns - 1, top + rows - 1, width, height) / uprightWidth);
    }
}
