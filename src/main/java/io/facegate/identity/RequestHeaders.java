package io.facegate.identity;

import io.facegate.identity.Credential.Request;
import java.util.ArrayList;
import java.util.List;

/** The header lines of a request, found by name in any case. */
public final class RequestHeaders {
    private RequestHeaders() {}

    /** The values of all lines with this name, in the order received. */
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

    /** Whether a header's name begins with this prefix, in any case. */
    public static boolean starts(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
