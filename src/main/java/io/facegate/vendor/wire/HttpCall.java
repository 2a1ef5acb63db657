package io.facegate.vendor.wire;

import io.facegate.call.RequestPayload;
import io.facegate.identity.Credential;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One complete HTTP request.
 *
 * @param body the bytes received
 * @param complete when the last byte arrived; the call is judged as of this time
 */
public record HttpCall(Credential.Request head, RequestPayload body, Instant complete) {
    /** Returns the value of the first header with that name, ignoring case, or null. */
    public @Nullable String header(String name) {
        return header(head, name);
    }

    /** Returns true if the header occurs more than once, which makes its value ambiguous. */
    public boolean isHeaderRepeated(String name) {
        int found = 0;
        for (var header : head.headers()) {
            found += header.getKey().equalsIgnoreCase(name) ? 1 : 0;
        }
        return found > 1;
    }

    /** Returns the bearer token or API key of the request; no credential counts if there are several. */
    public Credential token() {
        return token("X-Api-Key");
    }

    /** Returns the same, with API keys read from the given header. */
    public Credential token(String keyHeader) {
        var authorization = header("Authorization");
        var key = header(keyHeader);
        if (isHeaderRepeated("Authorization")
                || isHeaderRepeated(keyHeader)
                || (authorization != null && key != null)) {
            return new Credential.Missing(head);
        }
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return new Credential.Bearer(head, authorization.substring(7).strip());
        }
        return key == null ? new Credential.Missing(head) : new Credential.ApiKey(head, key);
    }

    static @Nullable String header(Credential.Request head, String name) {
        for (var header : head.headers()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "HttpCall[" + body.length() + " bytes]";
    }
}
