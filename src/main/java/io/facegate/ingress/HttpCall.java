package io.facegate.ingress;

import io.facegate.call.RequestPayload;
import io.facegate.identity.Credential;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request, complete.
 *
 * @param body the bytes received
 * @param complete when the last of them came: the time by which the call is judged
 */
public record HttpCall(Credential.Request head, RequestPayload body, Instant complete) {
    /** The value of the first header of that name, in any case, or null. */
    public @Nullable String header(String name) {
        return header(head, name);
    }

    /** Whether there is more than one header of that name: which of them counts is anybody's guess. */
    public boolean repeats(String name) {
        return head.headers().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .count()
                > 1;
    }

    /** The bearer token or API key that it carries; where it carries several, none counts. */
    public Credential token() {
        return token("X-Api-Key");
    }

    /** The same, where API keys stand in the header of that name. */
    public Credential token(String keyHeader) {
        var authorization = header("Authorization");
        var key = header(keyHeader);
        if (repeats("Authorization") || repeats(keyHeader) || (authorization != null && key != null)) {
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
        return "Arrival[" + body.length() + " bytes]";
    }
}
