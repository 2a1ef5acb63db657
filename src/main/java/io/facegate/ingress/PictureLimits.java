package io.facegate.ingress;

import io.facegate.call.Picture;
import io.facegate.call.Reply.Failure;
import java.util.Locale;

/** How large a picture a vendor takes; no more than its header is read. */
public record PictureLimits(int bytes, long pixels) {
    /**
     * The picture that these bytes are.
     *
     * @throws InvalidRequestException when they are too many, or none that is understood here
     */
    public Picture read(byte[] image) {
        if (image.length > bytes) {
            throw new InvalidRequestException(
                    Failure.IMAGE_TOO_LARGE,
                    String.format(Locale.ROOT, "The image has %d bytes; at most %,d go.", image.length, bytes));
        }
        var picture = Picture.read(image);
        if (picture == null) {
            throw new InvalidRequestException(
                    Failure.INVALID_IMAGE, "The image is neither JPEG nor PNG, or its header is broken.");
        }
        if (picture.pixels() > pixels) {
            throw new InvalidRequestException(
                    Failure.IMAGE_TOO_LARGE,
                    "The image is " + picture.width() + " by " + picture.height() + " pixels; at most "
                            + pixels / 1_000_000 + " million go.");
        }
        return picture;
    }
}
