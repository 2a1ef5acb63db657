package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One key in a listing, without its secrets. */
public record KeyEntry(
        String id,
        KeyRequest request,
        Instant created,
        @Nullable Instant revoked) {
    /** Whether the key is valid at a moment, in a word. */
    public String status(Instant now) {
        if (revoked != null) {
            return "revoked";
        }
        var expires = request.expires();
        return expires != null && !now.isBefore(expires) ? "expired" : "valid";
    }
}
