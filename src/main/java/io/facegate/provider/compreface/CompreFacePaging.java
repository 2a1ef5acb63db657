package io.facegate.provider.compreface;

import io.facegate.call.NormalizedRequest;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A page of a list: CompreFace counts pages, so our token is the next one's number and how long pages are. */
record CompreFacePaging(int page, int size) {
    /** For what needs the count of all alone. */
    static final CompreFacePaging LEAST = new CompreFacePaging(0, 1);

    private static final int LONGEST = 1000;
    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,4})");

    /** The page that is asked for; null where the token is none of ours. */
    static @Nullable CompreFacePaging of(NormalizedRequest.Page asked) {
        if (asked.token() == null) {
            return new CompreFacePaging(0, Math.clamp(asked.max(), 1, LONGEST));
        }
        var parts = TOKEN.matcher(asked.token());
        if (!parts.matches()) {
            return null;
        }
        int size = Integer.parseInt(parts.group(2));
        return size < 1 || size > LONGEST ? null : new CompreFacePaging(Integer.parseInt(parts.group(1)), size);
    }

    /** The same of a token that was looked at. */
    static CompreFacePaging needed(NormalizedRequest.Page asked) {
        return Objects.requireNonNull(of(asked));
    }

    Map<String, String> query() {
        return Map.of("page", Integer.toString(page), "size", Integer.toString(size));
    }

    /** Where the list goes on, or null where it does not. */
    @Nullable
    String next(long total) {
        return (page + 1L) * size < total ? (page + 1) + "." + size : null;
    }
}
