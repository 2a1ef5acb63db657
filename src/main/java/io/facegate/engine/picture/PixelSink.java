package io.facegate.engine.picture;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import javax.imageio.ImageTypeSpecifier;

/**
 * Streaming raster: the image reader writes into it, and it forwards each pixel immediately without storing it. So
 * every pixel of a large picture can be examined without holding all of them.
 *
 * <p>Readers write rows, or single pixels: those of an interlaced PNG in pass order. For a progressive JPEG the reader
 * writes the whole picture after each scan, and only the last one counts. A reader that wrote differently would leave
 * pixels uncounted, which {@link #isWhole()} reveals.
 */
final class PixelSink extends WritableRaster {
    private final PixelColours colours;
    private final PixelTarget target;
    private final boolean interlaced;
    private final int last;
    private final int[] row;
    private final int[] pixel = new int[1];
    private int[] samples = new int[0];
    private int times;
    private long seen;

    private PixelSink(SampleModel model, PixelColours colours, PixelTarget target, Order order) {
        super(model, new NoBuffer(model.getDataType()), new Point());
        this.colours = colours;
        this.target = target;
        this.interlaced = order.interlaced;
        this.last = order.times;
        this.row = new int[model.getWidth()];
    }

    static PixelSink of(ImageTypeSpecifier type, int width, int height, PixelTarget target, Order order) {
        var colours = new PixelColours(type.getColorModel());
        return new PixelSink(type.getSampleModel(width, height), colours, target, order);
    }

    /**
     * Expected pixel order.
     *
     * @param interlaced whether pixels arrive out of row order
     * @param times number of times that the whole picture is written
     */
    record Order(boolean interlaced, int times) {}

    /** Receiver of the pixels. */
    interface PixelTarget {
        /** A whole row, each pixel 0xRRGGBB; in order unless interlaced. */
        void row(int y, int[] rgb);

        /** One pixel of an interlaced picture. */
        void pixel(int x, int y, int rgb);
    }

    BufferedImage image() {
        return new BufferedImage(colours.model(), this, false, null);
    }

    /** True if every pixel was written, exactly once in the last pass. */
    boolean isWhole() {
        return times == last && seen == (long) getWidth() * getHeight();
    }

    boolean isSeeThrough() {
        return colours.isSeeThrough();
    }

    @Override
    public void setRect(int x, int y, Raster from) {
        if (x != 0 || from.getWidth() != getWidth() || from.getHeight() != 1) {
            throw new IllegalStateException("The reader does not write whole rows.");
        }
        times += y == 0 ? 1 : 0;
        if (times != last) {
            requireWaiting();
            return;
        }
        samples = from.getPixels(from.getMinX(), from.getMinY(), row.length, 1, samples.length == 0 ? null : samples);
        colours.read(samples, row);
        forwardRow(y);
    }

    @Override
    public void setPixel(int x, int y, int[] values) {
        times += x == 0 && y == 0 ? 1 : 0;
        colours.read(values, pixel);
        if (interlaced) {
            seen++;
            target.pixel(x, y, pixel[0]);
            return;
        }
        row[x] = pixel[0];
        if (x == row.length - 1) {
            forwardRow(y);
        }
    }

    /** @throws IllegalStateException if nobody waits for the picture any more */
    static void requireWaiting() {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("The caller of this picture is gone.");
        }
    }

    private void forwardRow(int y) {
        requireWaiting();
        seen += row.length;
        target.row(y, row);
    }

    @Override
    public void setDataElements(int x, int y, Object data) {
        throw new IllegalStateException("The reader writes raw elements.");
    }

    /** Reports its size but holds no elements. */
    private static final class NoBuffer extends DataBuffer {
        NoBuffer(int type) {
            super(type, Integer.MAX_VALUE);
        }

        @Override
        public int getElem(int bank, int at) {
            return 0;
        }

        @Override
        public void setElem(int bank, int at, int value) {
            throw new IllegalStateException("The reader writes into the buffer.");
        }
    }
}
