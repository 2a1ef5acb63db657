package io.facegate.engine.picture;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import javax.imageio.ImageTypeSpecifier;

/**
 * What an image reader writes a picture into: it keeps no pixel, and hands each on as soon as it is decoded, so that every
 * pixel of a large picture can be looked at without holding them all.
 *
 * <p>Readers write a row at a time, or a pixel at a time: those of an interlaced PNG in the order of its passes. Of a
 * progressive JPEG the reader writes the whole picture after each scan, better each time; only the last one counts. A reader
 * that wrote in any other way would leave pixels uncounted, which {@link #isWhole()} tells.
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
     * How a picture's pixels are expected to come.
     *
     * @param interlaced not in the order of its rows
     * @param times how often the whole picture is written
     */
    record Order(boolean interlaced, int times) {}

    /** Where every pixel that is written goes. */
    interface PixelTarget {
        /** A whole row, each pixel 0xRRGGBB; rows of most pictures come in order. */
        void row(int y, int[] rgb);

        /** One pixel of an interlaced picture. */
        void pixel(int x, int y, int rgb);
    }

    BufferedImage image() {
        return new BufferedImage(colours.model(), this, false, null);
    }

    /** How often a whole picture was begun. */
    int times() {
        return times;
    }

    /** Whether every pixel was written, once in the last time. */
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
            demandWaiting();
            return;
        }
        samples = from.getPixels(from.getMinX(), from.getMinY(), row.length, 1, samples.length == 0 ? null : samples);
        colours.read(samples, row);
        take(y);
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
            take(y);
        }
    }

    private static void demandWaiting() {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("Nobody waits for this picture any more.");
        }
    }

    private void take(int y) {
        demandWaiting();
        seen += row.length;
        target.row(y, row);
    }

    @Override
    public void setDataElements(int x, int y, Object data) {
        throw new IllegalStateException("The reader writes raw elements.");
    }

    /** Says how many elements there would be and has none. */
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
