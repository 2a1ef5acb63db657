package io.facegate.ingress.google;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Picture;
import io.facegate.ingress.Flaw;
import io.facegate.ingress.PictureLimits;
import io.facegate.ingress.StrictJson.Blob;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images of one body, in order: those whose bytes are in it, and those that stand elsewhere. */
final class Images {
    static final PictureLimits LIMITS = new PictureLimits(10 * 1024 * 1024, 75_000_000);

    private static final String CONTENT = "content";
    private static final String SOURCE = "source";
    private static final String BUCKETS = "gs://";

    private final List<Map<String, @Nullable Object>> all = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> elsewhere = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();

    /**
     * Puts a picture where an image holds bytes.
     *
     * @return what it points at, or null where it holds them itself
     * @throws Flaw when they are no picture, or none is there
     */
    @Nullable
    Reference add(Map<String, @Nullable Object> image) throws Unreadable {
        var content = image.get(CONTENT);
        if (content != null && !(content instanceof Blob)) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        all.add(image);
        var url = content == null ? url(image.get(SOURCE)) : null;
        if (url != null) {
            elsewhere.add(image);
            urls.add(url);
            image.remove(SOURCE); // So it is never sent, whatever becomes of the call.
            return Reference.WEB_PICTURE;
        }
        if (content instanceof Blob(var bytes, var base64)) {
            image.put(CONTENT, LIMITS.read(bytes).from(base64));
        } else if (image.get(SOURCE) == null) {
            throw new Flaw("image must have its content or its source.");
        }
        return image.get(SOURCE) == null ? null : Reference.URL;
    }

    /** The one place on the web that a source names; null where it names a bucket of the vendor's, or two places. */
    private static @Nullable String url(@Nullable Object source) {
        return source instanceof Map<?, ?> places
                        && places.size() == 1
                        && places.values().iterator().next() instanceof String place
                        && !place.startsWith(BUCKETS)
                ? place
                : null;
    }

    /** Where those stand that are to be fetched. */
    List<String> urls() {
        return urls;
    }

    /**
     * Puts pictures where images stood elsewhere.
     *
     * @throws Flaw when one is no picture
     */
    void fetched(List<byte[]> each) {
        for (int at = 0; at < elsewhere.size(); at++) {
            elsewhere.get(at).put(CONTENT, LIMITS.read(each.get(at)));
        }
    }

    /** Those that are here. */
    List<Picture> pictures() {
        return all.stream()
                .map(image -> image.get(CONTENT))
                .flatMap(held -> held instanceof Picture picture ? Stream.of(picture) : Stream.empty())
                .toList();
    }
}
