package io.facegate.vendor.neutral.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Location of an error in a request.
 *
 * @param key {@code pointer} into the body (RFC 6901), {@code parameter} of path or query, or {@code header}
 */
record JsonPointerLocation(String key, String name) {
    private static final String POINTER = "pointer";
    private static final String PARAMETER = "parameter";
    private static final String MARK = "?";
    private static final String HEADER = ":";

    /** Returns the notation of a path or query parameter. */
    static String parameter(String name) {
        return MARK + name;
    }

    /** Returns the notation of a header. */
    static String header(String name) {
        return HEADER + name;
    }

    /** Returns the notation of a key of an object in the body, escaped as RFC 6901 requires. */
    static String key(String object, String key) {
        return object + '/' + key.replace("~", "~0").replace("/", "~1");
    }

    /**
     * Parses a location: a marked parameter or header, a JSON Pointer, or a name, with a path inside it after a slash.
     *
     * @param endpoint the endpoint that knows where its names belong, or null
     */
    static JsonPointerLocation parse(@Nullable NeutralEndpoint endpoint, String about) {
        if (about.startsWith(HEADER)) {
            return new JsonPointerLocation("header", about.substring(1));
        }
        if (about.startsWith(MARK)) {
            return new JsonPointerLocation(PARAMETER, about.substring(1));
        }
        boolean outside = endpoint != null && endpoint.hasOutsideBody(about);
        boolean pointer = about.isEmpty() || about.startsWith("/");
        return new JsonPointerLocation(outside ? PARAMETER : POINTER, outside || pointer ? about : '/' + about);
    }

    /** Returns the likely locations of an error that names none. */
    static List<JsonPointerLocation> likelyLocations(@Nullable NeutralEndpoint endpoint) {
        var all = new ArrayList<JsonPointerLocation>();
        if (endpoint != null) {
            endpoint.subjects().forEach(name -> all.add(parse(endpoint, name)));
        }
        return all;
    }
}
