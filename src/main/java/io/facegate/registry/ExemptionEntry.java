package io.facegate.registry;

import io.facegate.identity.ExemptionGrant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A granted exemption, when it was granted, and when it was revoked. */
public record ExemptionEntry(
        ExemptionGrant grant, Instant created, @Nullable Instant revoked) {
    /** {@code revoked}, {@code expired}, {@code not_yet} or {@code valid}. */
    public String status(Instant now) {
        if (revoked != null) {
            return "revoked";
        }
        if (!now.isBefore(grant.until())) {
            return "expired";
        }
        return now.isBefore(grant.from()) ? "not_yet" : "valid";
    }
}
