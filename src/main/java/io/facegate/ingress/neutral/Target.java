package io.facegate.ingress.neutral;

import io.facegate.call.Doubt;
import io.facegate.ingress.Address;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request line asks: an operation, the names in its path, and its query.
 *
 * @param names of the gallery, and of the face
 * @param query decoded
 * @param doubt why its query is not clear, or null
 */
record Target(
        Endpoint endpoint,
        List<String> names,
        Map<String, String> query,
        @Nullable Doubt doubt) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-]{1,255}");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");
    private static final List<String> PREFIX = List.of("facegate", "v1");
    private static final Set<String> LIST = Set.of("max_results", "token");

    /** What a request asks, or null where nothing is asked there. */
    static @Nullable Target of(Arrival arrival) {
        var path = Address.path(arrival);
        if (path == null
                || path.size() < PREFIX.size()
                || !path.subList(0, PREFIX.size()).equals(PREFIX)) {
            return null;
        }
        var parts = path.subList(PREFIX.size(), path.size());
        for (var endpoint : Endpoint.values()) {
            var names = names(endpoint, parts);
            if (names != null && endpoint.method().equals(arrival.head().method())) {
                return targeted(endpoint, names, arrival);
            }
        }
        return null;
    }

    private static @Nullable List<String> names(Endpoint endpoint, List<String> parts) {
        var pattern = endpoint.path().split("/", -1);
        if (pattern.length != parts.size()) {
            return null;
        }
        var names = new ArrayList<String>();
        for (int at = 0; at < pattern.length; at++) {
            if (pattern[at].equals("*")) {
                if (!isName(parts.get(at))) {
                    return null;
                }
                names.add(parts.get(at));
            } else if (!pattern[at].equals(parts.get(at))) {
                return null;
            }
        }
        return names;
    }

    /** Whether something may be the name of a gallery or a face. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !DOTS.matcher(text).matches();
    }

    private static Target targeted(Endpoint endpoint, List<String> names, Arrival arrival) {
        try {
            var query = Address.query(arrival);
            boolean known = query.isEmpty() || (endpoint.isList() && LIST.containsAll(query.keySet()));
            return new Target(endpoint, names, query, known ? null : Doubt.UNKNOWN_PARAMETER);
        } catch (Unreadable unreadable) {
            return new Target(endpoint, names, Map.of(), unreadable.doubt());
        }
    }

    /** The gallery that its path names, or null. */
    @Nullable
    String gallery() {
        return names.isEmpty() || endpoint == Endpoint.READ_LIVENESS ? null : names.getFirst();
    }
}
