package io.facegate.identity;

import io.facegate.identity.Credential.Request;
import java.util.ArrayList;
import java.util.List;

/** Case-insensitive lookup in a request's header lines. */
public final class RequestHeaders {
    private RequestHeaders() {}

    /** Values of all lines with this name, in the order received. */
    public static List<String> values(Request request, String name) {
        List<String> found = List.of();
        for (var line : request.headers()) {
            if (line.getKey().equalsIgnoreCase(name)) {
                found = found.isEmpty() ? new ArrayList<>(1) : found;
                found.add(line.getValue());
            }
        }
        return found;
    }

    /** True if a header name begins with this prefix, ignoring case. */
    public static boolean startsWithIgnoreCase(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
