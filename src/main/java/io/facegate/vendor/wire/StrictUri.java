package io.facegate.vendor.wire;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.StrictUtf8;
import io.facegate.catalogue.RestOperations;
import io.facegate.catalogue.RestOperations.Found;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strict parser of request URIs: rejects a URI that two servers could read differently. */
public final class StrictUri {
    /** Rejects percent signs: no path needs one, and an encoded path could be another path. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~:-]|[A-Za-z0-9._~:-]{2,255}");

    /** A name in a path. It contains no URI delimiter, even when it is decoded twice. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}/;\\\\%?#]{1,255}");

    private static final Set<String> DOTS = Set.of(".", "..");

    private static final Pattern QUERY = Pattern.compile("[!$'()*,./0-9:;=@A-Z_a-z~%-]*");

    private static final List<String> OVERRIDES =
            List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    private StrictUri() {}

    /** Returns the operation with the method and the path; null when there is none, or these are ambiguous. */
    public static @Nullable Found find(HttpCall arrival, RestOperations operations) {
        var path = path(arrival);
        return path == null ? null : operations.find(arrival.head().method(), path);
    }

    /** Returns the segments of the path, or null when the path or the method is ambiguous. */
    public static @Nullable List<String> path(HttpCall arrival) {
        return OVERRIDES.stream().anyMatch(name -> arrival.header(name) != null)
                ? null
                : segments(arrival.head().path());
    }

    /** Returns the segments of a path, or null when the path is ambiguous. */
    public static @Nullable List<String> segments(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        var segments = List.of(path.substring(1).split("/", -1));
        return segments.stream().allMatch(StrictUri::isPlain) ? segments : null;
    }

    /**
     * Returns the decoded last segment after a given prefix of the path: a name chosen by a user.
     *
     * @return null when the path has another prefix, or the rest is ambiguous
     */
    public static @Nullable String name(HttpCall arrival, String beginning) {
        var path = arrival.head().path();
        if (!path.startsWith(beginning) || OVERRIDES.stream().anyMatch(name -> arrival.header(name) != null)) {
            return null;
        }
        var coded = path.substring(beginning.length());
        try {
            var name = coded.matches(".*[/;].*") ? "" : decoded("", coded);
            return NAME.matcher(name).matches() && !DOTS.contains(name) ? name : null;
        } catch (Unreadable otherwise) {
            return null;
        }
    }

    private static boolean isPlain(String segment) {
        return SEGMENT.matcher(segment).matches() && !segment.equals("..");
    }

    /**
     * Returns the decoded query parameters.
     *
     * @throws Unreadable when a parameter is repeated or ambiguous
     */
    public static Map<String, String> query(HttpCall arrival) throws Unreadable {
        var query = arrival.head().query();
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Unreadable(new RequestMistake(
                        PreconditionFailure.UNKNOWN_PARAMETER,
                        "The query must be NAME=VALUE pairs joined by &; one of them is "
                                + RequestMistake.describe(pair) + '.',
                        pair));
            }
            var name = pair.substring(0, equals);
            if (parameters.put(name, decoded(name, pair.substring(equals + 1))) != null) {
                throw new Unreadable(RequestMistake.duplicateKey(name));
            }
        }
        return parameters;
    }

    private static RequestMistake undecodable(String name, String value) {
        return new RequestMistake(
                PreconditionFailure.UNKNOWN_VALUE,
                "The query parameter " + RequestMistake.describe(name) + " is " + RequestMistake.describe(value)
                        + ", which is not UTF-8 with all characters except letters, digits and hyphens as %XX.",
                name);
    }

    private static String decoded(String name, String value) throws Unreadable {
        if (!QUERY.matcher(value).matches()) {
            throw new Unreadable(undecodable(name, value));
        }
        try {
            return StrictUtf8.decode(PercentEncoding.decode(value));
        } catch (IllegalArgumentException broken) {
            throw new Unreadable(undecodable(name, value));
        }
    }
}
