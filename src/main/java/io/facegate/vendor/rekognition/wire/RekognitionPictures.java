package io.facegate.vendor.rekognition.wire;

import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.StrictJson.Blob;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces image bytes of a body by pictures, within the vendor's limits. Only the picture's header is read. */
final class RekognitionPictures {
    private static final PictureLimits LIMITS = new PictureLimits(5_242_880, 50_000_000);

    private RekognitionPictures() {}

    /** Replaces every blob of the body in place. */
    static void replace(Map<String, @Nullable Object> body) {
        body.replaceAll((key, value) -> replaceImages(value));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object replaceImages(@Nullable Object value) {
        return switch (value) {
            case Blob blob -> LIMITS.read(blob.bytes()).withBase64(blob.base64());
            case Map<?, ?> map -> {
                replace((Map<String, @Nullable Object>) map);
                yield map;
            }
            case List<?> list -> {
                ((List<@Nullable Object>) list).replaceAll(RekognitionPictures::replaceImages);
                yield list;
            }
            case null, default -> value;
        };
    }
}
