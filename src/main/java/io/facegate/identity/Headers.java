package io.facegate.identity;

import io.facegate.identity.Credential.Request;
import java.util.ArrayList;
import java.util.List;

/** The header lines of a request, found by name in any case. */
public final class Headers {
    private Headers() {}

    /** The values of all lines with this name, in the order received. */
    public static List<String> values(Request request, String name) {
        var found = new ArrayList<String>(1);
        for (var line : request.headers()) {
            if (line.getKey().equalsIgnoreCase(name)) {
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
