package io.facegate.engine.picture;

import io.facegate.call.Fault;
import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Decodes JPEG and PNG into upright pixels, with bounded memory. */
public final class PictureDecoder {
    /** Larger pictures are downscaled while they are read. */
    public static final int MOST_DECODED = 3_000_000;

    private static final long MOST_PIXELS = 50_000_000;
    private static final int LONGEST_SIDE = 65_535;
    /** Offset of the interlace flag in a PNG header. */
    private static final int INTERLACE = 28;

    static {
        ImageIO.setUseCache(false);
    }

    private PictureDecoder() {}

    /** Decodes a picture; a large one is box-filtered down. */
    public static Pixels decode(Picture picture) throws UnreadablePictureException {
        return views(picture, null).mean();
    }

    /**
     * As above, and also shows every part at full size to a visitor.
     *
     * @param visitor called with tiles of a picture of more than {@link #MOST_DECODED} pixels; or null
     */
    public static DecodedPicture views(Picture picture, @Nullable TileVisitor visitor)
            throws UnreadablePictureException {
        var header = Picture.read(picture.bytes());
        if (header == null || !(header.format() == Picture.Format.JPEG || header.format() == Picture.Format.PNG)) {
            throw new UnreadablePictureException(
                    "The image is neither a JPEG nor a PNG, and the engine reads no others.");
        }
        if (header.pixels() > MOST_PIXELS || Math.max(header.width(), header.height()) > LONGEST_SIDE) {
            throw new UnreadablePictureException(
                    "The image has more than 50 million pixels or a side of more than 65535.", true);
        }
        int times = decodePasses(header);
        try {
            return new BoundedImageReader(header, Orientation.readFrom(header), visitor).read(times);
        } catch (Fault fault) {
            throw fault;
        } catch (IOException | RuntimeException | StackOverflowError damaged) {
            throw new UnreadablePictureException("The image is damaged or encoded in a way that is not supported.");
        }
    }

    /** Number of times that decoding writes the picture; limited, as a few bytes can request a pass over all pixels. */
    private static int decodePasses(Picture header) throws UnreadablePictureException {
        if (header.format() == Picture.Format.PNG) {
            return 1;
        }
        var told = JpegScanCounter.scan(header.bytes());
        var cmyk = CmykJpeg.of(header);
        // A strip of a sequential picture is read up to its end, on average half of the picture.
        int times = cmyk == null ? 1 : told.progressive() ? cmyk.strips() : (cmyk.strips() + 1) / 2;
        if (told.scans() > JpegScanCounter.MOST
                || (long) times * told.scans() * header.pixels() > JpegScanCounter.MOST_PIXELS) {
            throw new UnreadablePictureException(
                    "The image has too many scans for its size: at most " + JpegScanCounter.MOST + ", and "
                            + JpegScanCounter.MOST_PIXELS / 1_000_000 + " million pixels in all of them together.");
        }
        return told.passes();
    }

    /** True if other decoders may show another picture than this one, so what is seen here proves nothing there. */
    public static boolean isAmbiguous(Picture picture) {
        var cmyk = CmykJpeg.of(picture);
        return cmyk != null && cmyk.isAmbiguous();
    }

    /** Downscaling factor: rows and columns merged into one. */
    public static int downscaleFactor(long pixels) {
        return (int) Math.ceil(Math.sqrt(Math.max(1, pixels / (double) MOST_DECODED)));
    }

    /**
     * Bytes of memory to decode a picture: the kept pixels plus a part of all, because a progressive JPEG is held
     * whole, outside the heap, while it is read.
     *
     * @param inParts whether it is also visited in tiles
     */
    public static long memoryNeeded(Picture picture, boolean inParts) {
        long step = downscaleFactor(picture.pixels());
        long kept = picture.pixels() / (step * step);
        var cmyk = CmykJpeg.of(picture);
        long outside = picture.pixels() / 3 + (cmyk == null ? 0 : cmyk.memoryNeeded());
        if (step == 1) {
            return 3 * kept + outside;
        }
        return 3 * kept + 6 * kept + outside + (inParts ? 3 * kept + 3 * PictureTiles.pixelsHeld(picture) : 0);
    }

    /** True if a PNG is interlaced (seven passes); its header must have been checked. */
    public static boolean isInterlaced(Picture picture) {
        return picture.format() == Picture.Format.PNG
                && picture.bytes().length > INTERLACE
                && picture.bytes()[INTERLACE] != 0;
    }
}
