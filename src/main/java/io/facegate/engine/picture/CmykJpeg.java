package io.facegate.engine.picture;

import io.facegate.call.Picture;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * JPEG of four components: CMYK, or YCCK, as printing programs write it. The Java runtime gives its samples but not its
 * colours. All decoders in use take the samples for inverted, as Adobe writes them; so does this one. The colour
 * profile is ignored.
 */
final class CmykJpeg {
    private static final int ADOBE = 0xee;
    /** Offset of the transform behind an Adobe segment's marker: length, "Adobe", version and flags. */
    private static final int TRANSFORM = 13;

    /** The transform of a picture whose inks were turned into luma and chroma. */
    private static final int YCCK = 2;

    private static final int SCAN = 0xda;
    private static final int MARK = 0xff;
    /** A marker and a length. */
    private static final int SHORTEST = 4;
    /** Offset of the number of components behind a frame's marker. */
    private static final int FRAME_COMPONENTS = 7;
    /** Marker of an extended sequential frame; the baseline one is before it. */
    private static final int LAST_SEQUENTIAL = 0xc1;

    private static final int COMPONENTS = 4;
    private static final int MAX = 255;

    private static final byte[] NAME = "Adobe".getBytes(StandardCharsets.US_ASCII);

    private final Picture picture;
    private int components;
    private int frames;
    private boolean isSequential;
    private boolean isRegular;
    private int adobeSegments;
    private int transform;

    private CmykJpeg(Picture picture) {
        this.picture = picture;
    }

    /** Opens a reader of the picture from its start; the caller closes it. */
    @FunctionalInterface
    interface Readers {
        OpenReader open() throws IOException;
    }

    /** A reader with its stream. */
    interface OpenReader extends AutoCloseable {
        ImageReader reader();

        @Override
        void close() throws IOException;
    }

    /** Returns the picture as one of four components, or null if it is none. */
    static @Nullable CmykJpeg of(Picture picture) {
        if (picture.format() != Picture.Format.JPEG) {
            return null;
        }
        var found = new CmykJpeg(picture);
        found.readSegments(picture.bytes());
        return found.components == COMPONENTS ? found : null;
    }

    /** Reads the segments up to the first scan. Stops at what decoders read each in its own way. */
    private void readSegments(byte[] jpeg) {
        int at = 2;
        while (at + SHORTEST <= jpeg.length && (jpeg[at] & 0xff) == MARK) {
            int marker = jpeg[at + 1] & 0xff;
            if (marker == MARK) {
                at++;
                continue;
            }
            int length = ((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff);
            if (isWithoutLength(marker) || length < 2 || at + 2 + length > jpeg.length) {
                return;
            }
            if (marker == SCAN) {
                isRegular = length > 2 && jpeg[at + 4] == COMPONENTS;
                return;
            }
            readSegment(jpeg, at, marker, length);
            at += 2 + length;
        }
    }

    private void readSegment(byte[] jpeg, int at, int marker, int length) {
        if (isFrame(marker) && length > FRAME_COMPONENTS) {
            frames++;
            isSequential = marker <= LAST_SEQUENTIAL;
            components = jpeg[at + 2 + FRAME_COMPONENTS] & 0xff;
        } else if (marker == ADOBE
                && length > TRANSFORM
                && Arrays.equals(jpeg, at + 4, at + 4 + NAME.length, NAME, 0, NAME.length)) {
            adobeSegments++;
            transform = jpeg[at + 2 + TRANSFORM] & 0xff;
        }
    }

    /**
     * True if decoders may show different pictures: Adobe's segment, which says how to read the colours, is missing or
     * doubtful, or the file is not one sequential frame with one scan of all components, segment after segment.
     */
    boolean isAmbiguous() {
        return !isRegular
                || frames != 1
                || !isSequential
                || adobeSegments != 1
                || (transform != 0 && transform != YCCK);
    }

    private static boolean isWithoutLength(int marker) {
        return marker <= 1 || (marker >= 0xd0 && marker <= 0xd9);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Rows that are read at once. Their samples take as much memory as a picture that is not downscaled. */
    private int stripHeight() {
        return Math.clamp(PictureDecoder.MOST_DECODED / picture.width(), 1, picture.height());
    }

    /** Number of strips. The reader begins anew for each, so this multiplies the work. */
    int strips() {
        return Math.ceilDiv(picture.height(), stripHeight());
    }

    /** Bytes of memory that reading takes on top of that of other pictures. */
    long memoryNeeded() {
        return (long) COMPONENTS * picture.width() * stripHeight();
    }

    /** Reads all rows in order. */
    void read(Readers readers, PixelSink.PixelTarget target) throws IOException {
        var rgb = new int[picture.width()];
        var samples = new int[COMPONENTS * rgb.length];
        for (int top = 0; top < picture.height(); top += stripHeight()) {
            try (var open = readers.open()) {
                var how = open.reader().getDefaultReadParam();
                int height = Math.min(stripHeight(), picture.height() - top);
                how.setSourceRegion(new Rectangle(0, top, picture.width(), height));
                var strip = open.reader().readRaster(0, how);
                if (strip.getNumBands() != COMPONENTS) {
                    throw new IOException("The image has another number of components than its header says.");
                }
                for (int row = 0; row < height; row++) {
                    PixelSink.requireWaiting();
                    strip.getPixels(strip.getMinX(), strip.getMinY() + row, rgb.length, 1, samples);
                    convert(samples, rgb);
                    target.row(top + row, rgb);
                }
            }
        }
    }

    private void convert(int[] samples, int[] rgb) {
        for (int x = 0, at = 0; x < rgb.length; x++, at += COMPONENTS) {
            if (transform != 0) {
                fromYcc(samples, at);
            }
            int black = samples[at + 3];
            int red = samples[at] * black / MAX;
            int green = samples[at + 1] * black / MAX;
            int blue = samples[at + 2] * black / MAX;
            rgb[x] = red << 16 | green << 8 | blue;
        }
    }

    /** Turns the Y, Cb and Cr of inverted inks into the inverted inks (ITU-T T.871). */
    private static void fromYcc(int[] samples, int at) {
        int luma = samples[at];
        int blue = samples[at + 1] - 128;
        int red = samples[at + 2] - 128;
        samples[at] = MAX - limit(luma + 1.402 * red);
        samples[at + 1] = MAX - limit(luma - 0.344136 * blue - 0.714136 * red);
        samples[at + 2] = MAX - limit(luma + 1.772 * blue);
    }

    private static int limit(double value) {
        return Math.clamp(Math.round(value), 0, MAX);
    }
}
