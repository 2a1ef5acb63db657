package io.facegate.ingress.neutral;

import io.facegate.call.Doubt;
import io.facegate.identity.Credential;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request line asks: an operation, the names in its path, and its query. A path is taken letter by letter, so
 * that no other spelling of it means the same.
 *
 * @param names of the gallery, and of the face
 * @param query decoded
 * @param doubt why its query is not clear, or null
 */
record Address(
        Endpoint endpoint,
        List<String> names,
        Map<String, String> query,
        @Nullable Doubt doubt) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-]{1,255}");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");
    private static final int TEXT = 1024;

    /** The address of a request, or null where nothing is asked there. */
    static @Nullable Address of(Credential.Request head) {
        if (!head.path().startsWith(NeutralWire.PREFIX)) {
            return null;
        }
        var parts = head.path().substring(NeutralWire.PREFIX.length()).split("/", -1);
        for (var endpoint : Endpoint.values()) {
            var names = names(endpoint, parts);
            if (names != null && endpoint.method().equals(head.method())) {
                return addressed(endpoint, names, head.query());
            }
        }
        return null;
    }

    private static @Nullable List<String> names(Endpoint endpoint, String[] parts) {
        var pattern = endpoint.path().split("/", -1);
        if (pattern.length != parts.length) {
            return null;
        }
        var names = new ArrayList<String>();
        for (int at = 0; at < parts.length; at++) {
            if (pattern[at].equals("*")) {
                if (!isName(parts[at])) {
                    return null;
                }
                names.add(parts[at]);
            } else if (!pattern[at].equals(parts[at])) {
                return null;
            }
        }
        return names;
    }

    /** Whether something may be the name of a gallery or a face. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !DOTS.matcher(text).matches();
    }

    private static Address addressed(Endpoint endpoint, List<String> names, String raw) {
        var query = new LinkedHashMap<String, String>();
        Doubt doubt = raw.length() > TEXT ? Doubt.MALFORMED_BODY : null;
        for (var pair : doubt != null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            var cells = pair.split("=", 2);
            if (cells.length < 2
                    || !(endpoint.isList() && List.of("max_results", "token").contains(cells[0]))) {
                return new Address(endpoint, names, query, Doubt.UNKNOWN_PARAMETER);
            }
            var value = decoded(cells[1]);
            if (value == null || query.put(cells[0], value) != null) {
                return new Address(endpoint, names, query, value == null ? Doubt.MALFORMED_BODY : Doubt.DUPLICATE_KEY);
            }
        }
        return new Address(endpoint, names, query, doubt);
    }

    private static @Nullable String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    /** The gallery that its path names, or null. */
    @Nullable
    String gallery() {
        return names.isEmpty() ? null : names.getFirst();
    }
}
