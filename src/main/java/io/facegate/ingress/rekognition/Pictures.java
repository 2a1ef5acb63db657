package io.facegate.ingress.rekognition;

import io.facegate.call.Picture;
import io.facegate.call.Reply.Failure;
import io.facegate.ingress.StrictJson.Blob;
import io.facegate.ingress.rekognition.Parameters.Flaw;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a picture wherever a body holds bytes, having read no more than its header, within the vendor's limits. */
final class Pictures {
    static final int MAX_BYTES = 5_242_880;
    static final long MAX_PIXELS = 50_000_000;

    private Pictures() {}

    /** Replaces every blob of the body in place. */
    static void replace(Map<String, @Nullable Object> body) {
        body.replaceAll((key, value) -> replaced(value));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object replaced(@Nullable Object value) {
        return switch (value) {
            case Blob blob -> picture(blob.bytes()).from(blob.base64());
            case Map<?, ?> map -> {
                replace((Map<String, @Nullable Object>) map);
                yield map;
            }
            case List<?> list -> {
                ((List<@Nullable Object>) list).replaceAll(Pictures::replaced);
                yield list;
            }
            case null, default -> value;
        };
    }

    private static Picture picture(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new Flaw(Failure.IMAGE_TOO_LARGE, "The image has " + bytes.length + " bytes; at most 5,242,880 go.");
        }
        var picture = Picture.read(bytes);
        if (picture == null) {
            throw new Flaw(Failure.INVALID_IMAGE, "The image is neither JPEG nor PNG, or its header is broken.");
        }
        if (picture.pixels() > MAX_PIXELS) {
            throw new Flaw(
                    Failure.IMAGE_TOO_LARGE,
                    "The image is " + picture.width() + " by " + picture.height() + " pixels; at most 50 million go.");
        }
        return picture;
    }
}
