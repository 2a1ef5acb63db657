package io.facegate.vendor.google.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of another transport, translated to REST.
 *
 * @param path the path, version included
 * @param body the JSON body as parsed values, or null
 */
public record GoogleRestCall(
        String method,
        String path,
        Map<String, String> query,
        @Nullable Map<String, @Nullable Object> body) {
    /** Omits the body, which must never be logged. */
    @Override
    public String toString() {
        return "GoogleRestCall[" + method + ']';
    }
}
