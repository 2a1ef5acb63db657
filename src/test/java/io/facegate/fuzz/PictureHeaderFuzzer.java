package io.facegate.fuzz;

import io.facegate.call.Picture;
import java.util.Arrays;

/** A GIF, BMP or WebP, of which only the format and the size are read. */
public final class PictureHeaderFuzzer {
    private static final int BEHIND = 64;

    private PictureHeaderFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Claim.decodes(NoFault.class, () -> {
            var picture = Picture.read(bytes);
            if (picture == null || !isReadByItsHeader(picture.format())) {
                return;
            }
            Claim.that(picture.width() > 0 && picture.height() > 0, "a picture has a size");
            Claim.that(picture.pixels() == (long) picture.width() * picture.height(), "its pixels are counted whole");
            var more = Picture.read(Arrays.copyOf(bytes, bytes.length + BEHIND));
            Claim.that(
                    more == null || (more.width() == picture.width() && more.height() == picture.height()),
                    "what is added behind a picture does not change its size");
        });
    }

    private static boolean isReadByItsHeader(Picture.Format format) {
        return format == Picture.Format.GIF || format == Picture.Format.BMP || format == Picture.Format.WEBP;
    }

    /** The reader throws nothing: a picture that it cannot read is null. */
    private static final class NoFault extends Exception {
        private static final long serialVersionUID = 1;
    }
}
