package io.facegate.engine.picture;

import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import io.facegate.engine.picture.PixelSink.Order;
import io.facegate.engine.picture.PixelSink.PixelTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a picture with a checked header, using the Java runtime's image reader. */
record BoundedImageReader(
        Picture picture, Orientation orientation, @Nullable TileVisitor visitor) {
    /** @param times expected number of passes that write the whole picture */
    DecodedPicture read(int times) throws IOException, UnreadablePictureException {
        var truncated = new AtomicBoolean();
        try (var open = open(truncated)) {
            var views = read(open.reader(), new Order(PictureDecoder.isInterlaced(picture), times), truncated);
            if (truncated.get()) {
                throw new UnreadablePictureException("The image ends before its last row.");
            }
            return views;
        }
    }

    /** Opens a reader at the start of the picture. */
    private Open open(AtomicBoolean truncated) {
        var readers =
                ImageIO.getImageReadersByFormatName(picture.format().name().toLowerCase(Locale.ROOT));
        var reader = readers.next();
        reader.addIIOReadWarningListener((source, warning) -> truncated.compareAndSet(false, isTruncation(warning)));
        var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.bytes()));
        reader.setInput(stream, true, true);
        return new Open(reader, stream);
    }

    private record Open(ImageReader reader, ImageInputStream stream) implements CmykJpeg.OpenReader {
        @Override
        public void close() throws IOException {
            reader.dispose();
            stream.close();
        }
    }

    private DecodedPicture read(ImageReader reader, Order order, AtomicBoolean truncated)
            throws IOException, UnreadablePictureException {
        int width = picture.width();
        int height = picture.height();
        if (width != reader.getWidth(0) || height != reader.getHeight(0)) {
            throw new UnreadablePictureException("The image states two different sizes.");
        }
        int step = PictureDecoder.downscaleFactor(picture.pixels());
        boolean tiled = visitor != null && step > 1;
        var small = new Downscaler(width, height, step, orientation, tiled);
        var tiles = tiled && visitor != null ? new PictureTiles(picture, orientation, visitor) : null;
        var target = tiles == null ? small : tee(small, tiles);
        var cmyk = CmykJpeg.of(picture);
        if (cmyk != null) {
            cmyk.read(() -> open(truncated), target);
            requireWhole(tiles == null || tiles.finish());
            return new DecodedPicture(small.mean(false), small.subsampled(false), step);
        }
        var type = reader.getImageTypes(0).next();
        var sink = PixelSink.of(type, width, height, target, order);
        var how = reader.getDefaultReadParam();
        how.setDestination(sink.image());
        reader.read(0, how);
        requireWhole(sink.isWhole() && (tiles == null || tiles.finish()));
        boolean seeThrough = sink.isSeeThrough();
        return new DecodedPicture(small.mean(seeThrough), small.subsampled(seeThrough), step);
    }

    private static void requireWhole(boolean isWhole) throws UnreadablePictureException {
        if (!isWhole) {
            throw new UnreadablePictureException(
                    "The image ends before its last row, or its scans are not what its header says.");
        }
    }

    private static PixelTarget tee(PixelTarget one, PixelTarget other) {
        return new PixelTarget() {
            @Override
            public void row(int y, int[] rgb) {
                one.row(y, rgb);
                other.row(y, rgb);
            }

            @Override
            public void pixel(int x, int y, int rgb) {
                one.pixel(x, y, rgb);
                other.pixel(x, y, rgb);
            }
        };
    }

    /** The JPEG reader fills missing data with grey and only warns. */
    private static boolean isTruncation(String warning) {
        var words = warning.toLowerCase(Locale.ROOT);
        return words.contains("premature") || words.contains("truncated") || words.contains("missing eoi");
    }
}
