package io.facegate.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation that is told by its method and path, as the vendor's table classifies it.
 *
 * @param operation the vendor's name of it, given to no other
 * @param path its segments, a placeholder in braces, a verb perhaps behind it
 * @param versions what {@code {version}} may be
 * @param capabilities what it does whatever its parameters say
 * @param query all parameters of the query that the vendor's model knows
 * @param bodies the forms that its body may have
 * @param parameters all that the vendor's model knows of its body
 * @param doubt why it can never be judged on its merits yet, or null
 */
public record RestOperation(
        String operation,
        String method,
        List<String> path,
        Set<String> versions,
        Set<Capability> capabilities,
        Set<String> query,
        Set<Form> bodies,
        Set<String> parameters,
        @Nullable PreconditionFailure doubt) {
    /** The name of the placeholder that only a known version fills. */
    public static final String VERSION = "version";

    public RestOperation {
        path = List.copyOf(path);
        versions = Set.copyOf(versions);
        capabilities = Set.copyOf(capabilities);
        query = Set.copyOf(query);
        bodies = Set.copyOf(bodies);
        parameters = Set.copyOf(parameters);
    }

    /** A form of a body. */
    public enum Form {
        /** There is none. */
        NONE,
        /** One JSON object. */
        JSON,
        /** One JSON array. */
        LIST,
        /** The bytes of a picture. */
        BYTES,
        /** {@code multipart/form-data}. */
        FORM
    }

    /** Whether a segment of a path is a placeholder. */
    public static boolean open(String segment) {
        return segment.startsWith("{");
    }

    /** What a placeholder is called. */
    public static String name(String placeholder) {
        return placeholder.substring(1, placeholder.indexOf('}'));
    }

    /** The verb behind a placeholder, with its colon, such as {@code :cancel}; empty where there is none. */
    public static String verb(String placeholder) {
        return placeholder.substring(placeholder.indexOf('}') + 1);
    }

    /** What its placeholders stand for in that address, or null when it is not this operation's. */
    @Nullable
    Map<String, String> values(String asked, List<String> segments) {
        if (!method.equals(asked) || path.size() != segments.size()) {
            return null;
        }
        var values = new LinkedHashMap<String, String>();
        for (int at = 0; at < path.size(); at++) {
            var own = path.get(at);
            var given = segments.get(at);
            if (!open(own)) {
                if (!own.equals(given)) {
                    return null;
                }
                continue;
            }
            var value = value(own, given, at == path.size() - 1);
            if (value == null) {
                return null;
            }
            values.put(name(own), value);
        }
        var version = values.get(VERSION);
        return version == null || versions.contains(version) ? values : null;
    }

    /** At the end of a path a colon begins a verb, so nothing else there holds one. */
    private static @Nullable String value(String placeholder, String given, boolean last) {
        var verb = verb(placeholder);
        if (given.length() <= verb.length() || !given.endsWith(verb)) {
            return null;
        }
        var value = given.substring(0, given.length() - verb.length());
        return last && value.indexOf(':') >= 0 ? null : value;
    }
}
