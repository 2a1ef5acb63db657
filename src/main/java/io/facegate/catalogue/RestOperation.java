package io.facegate.catalogue;

import io.facegate.call.Capability;
import io.facegate.call.PreconditionFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A REST operation, identified by method and path, as the vendor's catalogue has it.
 *
 * @param operation the vendor's unique name of it
 * @param path its segments; a placeholder is in braces, optionally followed by a verb
 * @param versions allowed values of {@code {version}}
 * @param capabilities capabilities regardless of the parameters
 * @param query all query parameters in the vendor's model
 * @param bodies allowed body forms
 * @param parameters all body parameters in the vendor's model
 * @param preconditionFailure why it cannot be decided on its merits yet, or null
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
        @Nullable PreconditionFailure preconditionFailure) {
    /** Placeholder that matches only known versions. */
    public static final String VERSION = "version";

    public RestOperation {
        path = List.copyOf(path);
        versions = Set.copyOf(versions);
        capabilities = Set.copyOf(capabilities);
        query = Set.copyOf(query);
        bodies = Set.copyOf(bodies);
        parameters = Set.copyOf(parameters);
    }

    /** Form of a request body. */
    public enum Form {
        /** No body. */
        NONE,
        /** One JSON object. */
        JSON,
        /** One JSON array. */
        LIST,
        /** Picture bytes. */
        BYTES,
        /** {@code multipart/form-data}. */
        FORM
    }

    /** True if a path segment is a placeholder. */
    public static boolean open(String segment) {
        return segment.startsWith("{");
    }

    /** Name of a placeholder. */
    public static String name(String placeholder) {
        return placeholder.substring(1, placeholder.indexOf('}'));
    }

    /** The verb after a placeholder with its colon, such as {@code :cancel}, or empty. */
    public static String verb(String placeholder) {
        return placeholder.substring(placeholder.indexOf('}') + 1);
    }

    /** Matches a path; returns its placeholder values, or null if it is another operation's. */
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

    /** Value of a placeholder. Only a verb may follow a colon in the last segment. */
    private static @Nullable String value(String placeholder, String given, boolean last) {
        var verb = verb(placeholder);
        if (given.length() <= verb.length() || !given.endsWith(verb)) {
            return null;
        }
        var value = given.substring(0, given.length() - verb.length());
        return last && value.indexOf(':') >= 0 ? null : value;
    }
}
