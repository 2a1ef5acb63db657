package io.facegate.ingress.google;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What another transport says, in the words of REST.
 *
 * @param path with its version
 * @param body what its JSON would hold, or null where there is none
 */
public record GoogleRestCall(
        String method,
        String path,
        Map<String, String> query,
        @Nullable Map<String, @Nullable Object> body) {
    /** A body is never loggable. */
    @Override
    public String toString() {
        return "RestCall[" + method + ']';
    }
}
