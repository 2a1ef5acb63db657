package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token issuer as somebody accepted it.
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param digest of everything that was trusted about it, its key file included
 * @param removed since when it is not accepted any more, or null
 */
public record IssuerEntry(
        String issuer,
        String digest,
        Instant accepted,
        @Nullable Instant removed) {}
