package io.facegate.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One minted credential with its secrets.
 *
 * @param id public access key id
 * @param organisation owner
 * @param principals ids of those it acts for, nearest first; empty if it acts for its organisation
 * @param purpose the only purpose it is valid for, or null
 * @param caseId default case for calls that name none, or null
 * @param limits what it may be used for, and when
 * @param secret the secret access key, as the signer holds it
 * @param apiKeySha256 hash of its API key
 * @param sandbox whether its calls are answered by the embedded engine only
 */
public record CallerKey(
        String id,
        String organisation,
        List<String> principals,
        @Nullable String purpose,
        @Nullable String caseId,
        KeyLimits limits,
        byte[] secret,
        byte[] apiKeySha256,
        boolean sandbox) {
    public CallerKey {
        principals = List.copyOf(principals);
    }

    /** A key whose calls are sent. */
    public CallerKey(
            String id,
            String organisation,
            List<String> principals,
            @Nullable String purpose,
            @Nullable String caseId,
            @Nullable Instant expires,
            byte[] secret,
            byte[] apiKeySha256) {
        this(id, organisation, principals, purpose, caseId, KeyLimits.until(expires), secret, apiKeySha256, false);
    }

    /** A key without a default case. */
    public CallerKey(
            String id,
            String organisation,
            List<String> principals,
            @Nullable String purpose,
            @Nullable Instant expires,
            byte[] secret,
            byte[] apiKeySha256) {
        this(id, organisation, principals, purpose, null, expires, secret, apiKeySha256);
    }

    /** When it becomes invalid, or null for never. */
    public @Nullable Instant expires() {
        return limits.expires();
    }

    /** Prints no secret. */
    @Override
    public String toString() {
        return "CallerKey[" + id + ']';
    }
}
