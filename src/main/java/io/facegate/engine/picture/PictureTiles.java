package io.facegate.engine.picture;

import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import io.facegate.engine.picture.PixelSink.PixelTarget;

/**
 * Shows a large picture at full size in overlapping square tiles while its rows are decoded. Holds at most one tile's
 * height of rows.
 */
final class PictureTiles implements PixelTarget {
    /** Minimum tile side; smaller tiles would show no further faces that a vendor could find. */
    private static final int LEAST = 720;
    /** Tiles along the longer side: enough for faces of a fiftieth of the picture, the smallest that vendors find. */
    private static final int ALONG = 7;
    /** Maximum number of pixels held at once. */
    private static final long MOST_HELD = 12_000_000;
    /** Tiles are made smaller rather than holding more pixels. */
    private static final int WANTED_HELD = 9_000_000;

    private final int width;
    private final int height;
    private final Orientation orientation;
    private final TileVisitor visitor;
    private final boolean interlaced;
    private final int side;
    /** Number of rows held at once. */
    private final int rows;

    private final int[] lefts;
    private final int[] tops;
    private final byte[] held;
    private int next;

    /**
     * For a picture whose rows arrive in order, or an interlaced one, which is held whole.
     *
     * @throws UnreadablePictureException if too many pixels would have to be held
     */
    PictureTiles(Picture picture, Orientation orientation, TileVisitor visitor) throws UnreadablePictureException {
        if (held(picture) > MOST_HELD) {
            throw new UnreadablePictureException(
                    "The image is too wide, or it is interlaced and too large, to be examined in parts.");
        }
        this.width = picture.width();
        this.height = picture.height();
        this.interlaced = PictureDecoder.isInterlaced(picture);
        this.orientation = orientation;
        this.visitor = visitor;
        this.side = side(width, height);
        this.lefts = starts(width, side);
        this.tops = starts(height, side);
        this.rows = interlaced ? height : Math.min(side, height);
        this.held = new byte[rows * width * 3];
    }

    private static int side(int width, int height) {
        return Math.max(LEAST, Math.min(Math.max(width, height) / ALONG, WANTED_HELD / width));
    }

    /** Number of pixels of a picture held at once. */
    static long held(Picture picture) {
        int side = side(picture.width(), picture.height());
        return PictureDecoder.isInterlaced(picture)
                ? picture.pixels()
                : (long) Math.min(side, picture.height()) * picture.width();
    }

    /** Tile offsets along a side; the overlap ensures that anything up to a third of a tile is whole in one of them. */
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
        for (int x = 0; x < rgb.length; x++) {
            put(x, y, rgb[x]);
        }
        while (!interlaced && next < tops.length && tops[next] + Math.min(side, height) == y + 1) {
            show(tops[next++]);
        }
    }

    @Override
    public void pixel(int x, int y, int rgb) {
        put(x, y, rgb);
    }

    private void put(int x, int y, int rgb) {
        int to = (y % rows * width + x) * 3;
        held[to] = (byte) (rgb >> 16);
        held[to + 1] = (byte) (rgb >> 8);
        held[to + 2] = (byte) rgb;
    }

    /** Shows the remaining tiles after all pixels have arrived; false if some tiles cannot have been complete. */
    boolean finish() {
        while (interlaced && next < tops.length) {
            show(tops[next++]);
        }
        return next == tops.length;
    }

    private void show(int top) {
        int columns = Math.min(side, width);
        int high = Math.min(side, height);
        for (int left : lefts) {
            visitor.visit(
                    tile(left, top, columns, high), left(left, top, columns, high), top(left, top, columns, high));
        }
    }

    private Pixels tile(int left, int top, int columns, int high) {
        var rgb = new byte[columns * high * 3];
        for (int y = 0; y < high; y++) {
            int from = ((top + y) % rows * width + left) * 3;
            for (int x = 0; x < columns; x++, from += 3) {
                int to = orientation.index(x, y, columns, high) * 3;
                rgb[to] = held[from];
                rgb[to + 1] = held[from + 1];
                rgb[to + 2] = held[from + 2];
            }
        }
        boolean turned = orientation.isOnItsSide();
        return new Pixels(rgb, turned ? high : columns, turned ? columns : high, orientation.rotated(), false);
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
