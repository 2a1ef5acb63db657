package io.facegate.ingress.neutral;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a request something is wrong.
 *
 * @param key {@code pointer} into the body (RFC 6901), {@code parameter} of path or query, or {@code header}
 */
record JsonPointerLocation(String key, String name) {
    private static final String POINTER = "pointer";
    private static final String PARAMETER = "parameter";
    private static final String MARK = "?";
    private static final String HEADER = ":";

    /** How a parameter of path or query is said. */
    static String parameter(String name) {
        return MARK + name;
    }

    /** How a header is said. */
    static String header(String name) {
        return HEADER + name;
    }

    /** How a key of an object in the body is said, whatever signs it has. */
    static String key(String object, String key) {
        return object + '/' + key.replace("~", "~0").replace("/", "~1");
    }

    /**
     * The place that is said so: by its mark, or by a name, with what is in it behind a slash.
     *
     * @param endpoint which knows where its names stand, or null
     */
    static JsonPointerLocation of(@Nullable NeutralEndpoint endpoint, String about) {
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

    /** The places of a mistake of which nobody says where it is. */
    static List<JsonPointerLocation> within(@Nullable NeutralEndpoint endpoint) {
        var all = new ArrayList<JsonPointerLocation>();
        if (endpoint != null) {
            endpoint.subjects().forEach(name -> all.add(of(endpoint, name)));
        }
        return all;
    }
}
