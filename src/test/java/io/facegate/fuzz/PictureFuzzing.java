package io.facegate.fuzz;

import io.facegate.call.Picture;
import io.facegate.engine.picture.PictureDecoder;
import io.facegate.engine.picture.UnreadablePictureException;

/** Pictures of one format: read from their header, then decoded. */
final class PictureFuzzing {
    /** Larger ones cost what they are allowed to cost, and nothing is learnt from them. */
    private static final long MOST_PIXELS = 1_000_000;

    private PictureFuzzing() {}

    static void decode(byte[] bytes, Picture.Format format) {
        var picture = Picture.read(bytes);
        if (picture == null || picture.format() != format) {
            return;
        }
        Claim.that(picture.width() > 0 && picture.height() > 0, "a picture has a size");
        if (picture.pixels() > MOST_PIXELS) {
            return;
        }
        Claim.decodes(UnreadablePictureException.class, () -> {
            var pixels = PictureDecoder.decode(picture);
            boolean side = pixels.rotationDegrees() % 180 != 0;
            Claim.that(
                    pixels.width() == (side ? picture.height() : picture.width())
                            && pixels.height() == (side ? picture.width() : picture.height()),
                    "what is looked at has the size that the header says");
        });
    }
}
