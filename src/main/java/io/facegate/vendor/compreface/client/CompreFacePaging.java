package io.facegate.vendor.compreface.client;

import io.facegate.call.NormalizedRequest;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Page of a CompreFace list. CompreFace counts pages, so the token is the next page's number and the page size. */
record CompreFacePaging(int page, int size) {
    /** The smallest page, to read only the total count. */
    static final CompreFacePaging LEAST = new CompreFacePaging(0, 1);

    private static final int LONGEST = 1000;
    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,4})");

    /** Returns the requested page; null when the token is not valid. */
    static @Nullable CompreFacePaging parse(NormalizedRequest.Page asked) {
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

    /** Returns the page of a token that was validated before. */
    static CompreFacePaging require(NormalizedRequest.Page asked) {
        return Objects.requireNonNull(parse(asked));
    }

    Map<String, String> query() {
        return Map.of("page", Integer.toString(page), "size", Integer.toString(size));
    }

    /** Returns the token of the next page, or null at the end. */
    @Nullable
    String next(long total) {
        return (page + 1L) * size < total ? (page + 1) + "." + size : null;
    }
}
