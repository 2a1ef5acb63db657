package io.facegate.registry;

import io.facegate.identity.ClientCertificates;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One key in a listing, without its secrets. */
public record KeyEntry(
        String id,
        KeyRequest request,
        Instant created,
        @Nullable Instant revoked) {
    private static final String NOT_YET = "not_yet_valid";

    /** Whether the key is valid at a moment, in a word. */
    public String status(Instant now) {
        if (revoked != null) {
            return "revoked";
        }
        if (request.limits().hasEnded(now)) {
            return "expired";
        }
        return request.limits().hasBegun(now) ? "valid" : NOT_YET;
    }

    public boolean isRevoked() {
        return revoked != null;
    }

    /** True if a member could mint such a key: for one purpose, with a label and an end, and for nobody else. */
    public boolean isOfMember() {
        return request.purpose() != null
                && request.label() != null
                && request.expires() != null
                && request.principals().isEmpty()
                && request.caseId() == null
                && !isOfCertificate();
    }

    /** True for a client certificate, which is a key without secrets. */
    public boolean isOfCertificate() {
        return id.startsWith(ClientCertificates.PREFIX);
    }

    /** True if the key can be used, now or later. */
    public boolean isOpen(Instant now) {
        return revoked == null && !request.limits().hasEnded(now);
    }
}
