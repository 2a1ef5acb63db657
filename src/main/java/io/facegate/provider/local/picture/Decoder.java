package io.facegate.provider.local.picture;

import io.facegate.call.Picture;
import io.facegate.provider.Orientation;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes JPEG and PNG into upright pixels, never more of them than fit. */
public final class Decoder {
    /** A picture with more pixels is read with rows and columns left out. */
    public static final int MOST_DECODED = 3_000_000;

    private static final long MOST_PIXELS = 50_000_000;
    private static final int LONGEST_SIDE = 65_535;

    static {
        ImageIO.setUseCache(false);
    }

    private Decoder() {}

    public static Pixels decode(Picture picture) throws Unreadable {
        var header = Picture.read(picture.bytes());
        if (header == null) {
            throw new Unreadable("The image is neither a JPEG nor a PNG that can be read.");
        }
        if (header.pixels() > MOST_PIXELS || Math.max(header.width(), header.height()) > LONGEST_SIDE) {
            throw new Unreadable("The image has more than 50 million pixels or a side of more than 65535.", true);
        }
        if (header.format() == Picture.Format.JPEG && Scans.in(header.bytes()) > Scans.MOST) {
            throw new Unreadable("The image has more than " + Scans.MOST + " scans.");
        }
        try {
            return upright(read(header), Orientation.of(header));
        } catch (IOException | RuntimeException | StackOverflowError damaged) {
            throw new Unreadable("The image is damaged or encoded in a way that is not supported.");
        }
    }

    /** How many rows and columns to step over for one that is kept. */
    public static int step(long pixels) {
        return (int) Math.ceil(Math.sqrt(Math.max(1, pixels / (double) MOST_DECODED)));
    }

    private static BufferedImage read(Picture header) throws IOException, Unreadable {
        var readers = ImageIO.getImageReadersByFormatName(header.format().name().toLowerCase(Locale.ROOT));
        ImageReader reader = readers.next();
        var truncated = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> truncated.compareAndSet(false, isTruncation(warning)));
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(header.bytes()))) {
            reader.setInput(stream, true, true);
            ImageReadParam how = reader.getDefaultReadParam();
            int step = step(header.pixels());
            how.setSourceSubsampling(step, step, 0, 0);
            var image = reader.read(0, how);
            if (truncated.get()) {
                throw new Unreadable("The image ends before its last row.");
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    /** The JPEG reader fills what is missing with grey and only warns. */
    private static boolean isTruncation(String warning) {
        var words = warning.toLowerCase(Locale.ROOT);
        return words.contains("premature") || words.contains("truncated") || words.contains("missing eoi");
    }

    private static Pixels upright(BufferedImage image, Orientation orientation) {
        int wide = image.getWidth();
        int high = image.getHeight();
        var rgb = new byte[wide * high * 3];
        var rows = Rows.of(image);
        for (int y = 0; y < high; y++) {
            int[] row = rows.read(y);
            for (int x = 0; x < wide; x++) {
                int to = orientation.index(x, y, wide, high) * 3;
                rgb[to] = (byte) (row[x] >> 16);
                rgb[to + 1] = (byte) (row[x] >> 8);
                rgb[to + 2] = (byte) row[x];
            }
        }
        boolean side = orientation.isOnItsSide();
        return new Pixels(rgb, side ? high : wide, side ? wide : high, orientation.rotated(), isSeeThrough(image));
    }

    private static boolean isSeeThrough(BufferedImage image) {
        var colours = image.getColorModel();
        var alpha = image.getAlphaRaster();
        if (alpha == null) {
            return colours.hasAlpha();
        }
        int full = (1 << colours.getComponentSize(colours.getNumComponents() - 1)) - 1;
        var row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            alpha.getSamples(alpha.getMinX(), alpha.getMinY() + y, row.length, 1, 0, row);
            if (Arrays.stream(row).anyMatch(value -> value != full)) {
                return true;
            }
        }
        return false;
    }

    /** Reads an image row by row as 0xRRGGBB: samples as they stand, over white where they are transparent. */
    private record Rows(Raster raster, ColorModel colours, int[] samples, int[] row) {
        static Rows of(BufferedImage image) {
            var raster = image.getRaster();
            int wide = image.getWidth();
            return new Rows(raster, image.getColorModel(), new int[wide * raster.getNumBands()], new int[wide]);
        }

        int[] read(int y) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, row.length, 1, samples);
            int bands = raster.getNumBands();
            for (int x = 0; x < row.length; x++) {
                row[x] = colours instanceof IndexColorModel table
                        ? overWhite(table.getRGB(samples[x]))
                        : colour(x * bands, bands);
            }
            return row;
        }

        /** One or two bands are grey (and alpha), three or four are colours (and alpha). */
        private int colour(int at, int bands) {
            int red = eightBits(at, 0);
            int green = bands < 3 ? red : eightBits(at, 1);
            int blue = bands < 3 ? red : eightBits(at, 2);
            int alpha = bands % 2 == 0 ? eightBits(at, bands - 1) : 0xff;
            return overWhite((alpha << 24) | (red << 16) | (green << 8) | blue);
        }

        /** Fewer bits than eight are stretched, more are cut. */
        private int eightBits(int at, int band) {
            int bits = colours.getComponentSize(band);
            int value = samples[at + band];
            return bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1);
        }

        private static int overWhite(int argb) {
            int alpha = argb >>> 24;
            if (alpha == 0xff) {
                return argb;
            }
            int mixed = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int value = ((argb >> shift) & 0xff) * alpha + 255 * (255 - alpha);
                mixed |= (value / 255) << shift;
            }
            return mixed;
        }
    }
}
