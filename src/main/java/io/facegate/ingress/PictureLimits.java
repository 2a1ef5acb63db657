package io.facegate.ingress;

import io.facegate.call.Picture;
import io.facegate.call.Reply.Failure;
import java.util.Locale;

/** A vendor's limits on the size of a picture. Only the picture's header is read. */
public record PictureLimits(int bytes, long pixels) {
    /**
     * Reads the header of a picture.
     *
     * @throws InvalidRequestException when the picture is too large or of an unknown format
     */
    public Picture read(byte[] image) {
        if (image.length == 0) {
            throw new InvalidRequestException(Failure.INVALID_IMAGE, "The image is empty.");
        }
        if (image.length > bytes) {
            throw new InvalidRequestException(
                    Failure.IMAGE_TOO_LARGE,
                    String.format(
                            Locale.ROOT, "The image has %,d bytes; at most %,d are accepted.", image.length, bytes));
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
                            + pixels / 1_000_000 + " million pixels are accepted.");
        }
        return picture;
    }
}
