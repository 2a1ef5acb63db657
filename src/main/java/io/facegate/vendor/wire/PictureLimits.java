package io.facegate.vendor.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Picture.Format;
import io.facegate.call.Reply.Failure;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A vendor's limits on a picture. Only the picture's header is read.
 *
 * @param formats those that the vendor takes, of those that are known here
 */
public record PictureLimits(int bytes, long pixels, Set<Format> formats) {
    /** Limits of a vendor that takes JPEG and PNG. */
    public PictureLimits(int bytes, long pixels) {
        this(bytes, pixels, EnumSet.of(Format.JPEG, Format.PNG));
    }

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
        if (picture == null || !formats.contains(picture.format())) {
            throw new InvalidRequestException(
                    Failure.INVALID_IMAGE, "The image is neither " + names() + ", or its header is broken.");
        }
        if (picture.pixels() > pixels) {
            throw new InvalidRequestException(
                    Failure.IMAGE_TOO_LARGE,
                    "The image is " + picture.width() + " by " + picture.height() + " pixels; at most "
                            + pixels / 1_000_000 + " million pixels are accepted.");
        }
        return picture;
    }

    /**
     * Returns the call with its pictures to be fetched first. If one is not taken, that is the call's flaw.
     *
     * @param reader reads the call again, with the pictures of these URLs in their order
     */
    public FaceCall fetchFirst(FaceCall call, List<String> urls, Function<List<Picture>, FaceCall> reader) {
        return call.withRequest(new NormalizedRequest.PicturesAtUrls(urls, bytes, fetched -> {
            try {
                return reader.apply(fetched.stream().map(this::read).toList());
            } catch (InvalidRequestException flaw) {
                return call.withRequest(flaw.toFlawedRequest());
            }
        }));
    }

    private String names() {
        return formats.stream().sorted().map(Format::name).collect(Collectors.joining(" nor "));
    }
}
