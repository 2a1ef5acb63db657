package io.facegate.registry;

import io.facegate.identity.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One evidence entry in a listing, revoked ones included. */
public record EvidenceEntry(
        Evidence evidence, Instant created, @Nullable Instant revoked) {
    /** Whether the entry is valid at a moment, in a word. */
    public String status(Instant now) {
        var from = evidence.from();
        if (revoked != null) {
            return "revoked";
        }
        if (from != null && now.isBefore(from)) {
            return "not_yet_valid";
        }
        return evidence.isValidAt(now) ? "valid" : "expired";
    }
}
