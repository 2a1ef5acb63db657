package io.facegate.vendor.google.wire;

import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Picture.Format;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images of one body by item index: those with bytes, those given by a URL, and the invalid ones. */
final class GoogleImages {
    static final PictureLimits LIMITS = new PictureLimits(10 * 1024 * 1024, 75_000_000, EnumSet.allOf(Format.class));

    private static final String CONTENT = "content";
    private static final String SOURCE = "source";
    private static final String BUCKETS = "gs://";
    private static final String ITEMS = "requests";

    private final SortedMap<Integer, Map<String, @Nullable Object>> all = new TreeMap<>();
    private final SortedMap<Integer, String> urls = new TreeMap<>();
    private final SortedMap<Integer, NormalizedRequest.Flawed> flaws = new TreeMap<>();

    /**
     * Adds an image; replaces valid bytes by a picture.
     *
     * @param at the index of its item
     * @return the kind of reference, or null when the image holds bytes
     * @throws InvalidRequestException when there is no image
     */
    @Nullable
    Reference add(int at, Map<String, @Nullable Object> image) throws Unreadable {
        var content = image.get(CONTENT);
        if (content != null && !(content instanceof Blob)) {
            throw new Unreadable(RequestMistake.malformedValue("image.content", content, "the file's bytes as base64"));
        }
        all.put(at, image);
        var url = content == null ? url(image.get(SOURCE)) : null;
        if (url != null) {
            urls.put(at, url);
            image.remove(SOURCE); // Removed, so that the URL is never sent, whatever the decision.
            return Reference.WEB_PICTURE;
        }
        if (content instanceof Blob(var bytes, var base64)) {
            try {
                image.put(CONTENT, LIMITS.read(bytes).withBase64(base64));
            } catch (InvalidRequestException wrong) {
                flaws.put(at, wrong.toFlawedRequest());
            }
        } else if (image.get(SOURCE) == null) {
            throw new InvalidRequestException("image must have content or source.");
        }
        return image.get(SOURCE) == null ? null : Reference.URL;
    }

    /** Returns the web URL that a source names; null when it names a bucket of the vendor's, or two locations. */
    private static @Nullable String url(@Nullable Object source) {
        return source instanceof Map<?, ?> places
                        && places.size() == 1
                        && places.values().iterator().next() instanceof String place
                        && !place.startsWith(BUCKETS)
                ? place
                : null;
    }

    /** Returns the URLs of images to fetch. */
    List<String> urls() {
        return List.copyOf(urls.values());
    }

    /** Returns the errors of invalid images. */
    SortedMap<Integer, NormalizedRequest.Flawed> flaws() {
        return flaws;
    }

    /** Returns the images with fetched pictures in place of URLs. */
    GoogleImages withFetched(List<NormalizedRequest.FetchedPicture> each) {
        var here = new GoogleImages();
        here.all.putAll(all);
        here.urls.putAll(urls);
        here.flaws.putAll(flaws);
        Iterator<NormalizedRequest.FetchedPicture> next = each.iterator();
        urls.keySet().forEach(at -> here.put(at, next.next()));
        return here;
    }

    private void put(int at, NormalizedRequest.FetchedPicture brought) {
        switch (brought) {
            case NormalizedRequest.Flawed flawed -> flaws.put(at, flawed);
            case NormalizedRequest.PictureBytes(var bytes) -> {
                try {
                    var image = new LinkedHashMap<>(all.getOrDefault(at, Map.of()));
                    image.put(CONTENT, LIMITS.read(bytes));
                    all.put(at, image);
                } catch (InvalidRequestException wrong) {
                    flaws.put(at, wrong.toFlawedRequest());
                }
            }
        }
    }

    /**
     * Returns a body with these images.
     *
     * @param out the indices of items to leave out
     */
    Map<String, @Nullable Object> placeIn(Map<String, @Nullable Object> body, Set<Integer> out) {
        var kept = new ArrayList<@Nullable Object>();
        var items = body.get(ITEMS) instanceof List<?> list ? list : List.of();
        for (int at = 0; at < items.size(); at++) {
            if (!out.contains(at)) {
                var item = new LinkedHashMap<Object, @Nullable Object>((Map<?, ?>) items.get(at));
                item.replace("image", all.get(at));
                kept.add(item);
            }
        }
        Map<String, @Nullable Object> sent = new LinkedHashMap<>(body);
        sent.put(ITEMS, kept);
        return sent;
    }

    /** Returns the available pictures. */
    List<Picture> pictures() {
        return all.values().stream()
                .map(image -> image.get(CONTENT))
                .flatMap(held -> held instanceof Picture picture ? Stream.of(picture) : Stream.empty())
                .toList();
    }
}
