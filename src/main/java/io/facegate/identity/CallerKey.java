package io.facegate.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One minted credential with its secrets.
 *
 * @param id the public access key id
 * @param organisation whose it is
 * @param principals ids of those it was minted to act for, nearest first; empty when it acts for its organisation
 * @param purpose the one purpose it was minted for, or null
 * @param matter the case of its calls that name none, or null
 * @param expires when it stops being believed, or null for never
 * @param secret the secret access key, as its signer holds it
 * @param apiKeySha256 the hash of its API key
 */
public record CallerKey(
        String id,
        String organisation,
        List<String> principals,
        @Nullable String purpose,
        @Nullable String matter,
        @Nullable Instant expires,
        byte[] secret,
        byte[] apiKeySha256) {
    public CallerKey {
        principals = List.copyOf(principals);
    }

    /** One whose calls name their case themselves. */
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

    /** Prints no secret. */
    @Override
    public String toString() {
        return "Key[" + id + ']';
    }
}
